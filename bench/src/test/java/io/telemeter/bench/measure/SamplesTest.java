package io.telemeter.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static Samples of(long... values) {
        Samples samples = new Samples();
        LongStream.of(values).forEach(samples::add);
        return samples;
    }

    @Test
    void a_percentile_is_the_smallest_sample_that_so_many_do_not_exceed() {
        Samples samples = of(LongStream.rangeClosed(1, 1_000).map(value -> 1_001 - value).toArray());
        assertThat(samples.percentile(50)).isEqualTo(500);
        assertThat(samples.percentile(99)).isEqualTo(990);
        assertThat(samples.percentile(99.9)).isEqualTo(999);
        assertThat(samples.percentile(100)).isEqualTo(1_000);
    }

    @Test
    void a_percentile_is_never_better_than_what_was_measured() {
        assertThat(of(1, 2).percentile(50)).isEqualTo(1);
        assertThat(of(1, 2).percentile(51)).isEqualTo(2);
        assertThat(of(1, 2, 3).percentile(50)).isEqualTo(2);
        assertThat(of(7).percentile(0.001)).isEqualTo(7);
    }

    @Test
    void all_samples_are_kept_and_merged() {
        Samples many = of(LongStream.range(0, 5_000).toArray());
        assertThat(many.size()).isEqualTo(5_000);
        assertThat(Samples.merged(List.of(many, of(9_999))).percentile(100)).isEqualTo(9_999);
        assertThat(Samples.merged(List.of(many, of(9_999))).size()).isEqualTo(5_001);
    }

    @Test
    void nothing_has_no_percentile() {
        assertThatThrownBy(() -> new Samples().percentile(50)).isInstanceOf(IllegalStateException.class);
    }
}
