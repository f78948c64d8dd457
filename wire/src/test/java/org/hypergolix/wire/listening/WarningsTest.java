package org.hypergolix.wire.listening;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarningsTest {
    private final List<String> log = new ArrayList<>();
    private long now = Long.MAX_VALUE;
    private final Warnings warnings = new Warnings(log::add, () -> now);

    @Test
    void tells_one_of_a_kind_in_a_minute_and_how_many_it_left_out() {
        for (int count = 0; count < 1_000; count++) {
            warnings.warn("stranger", "A stranger came.");
        }
        warnings.warn("page", "A page came.");
        assertThat(log).containsExactly("A stranger came.", "A page came.");

        now += TimeUnit.MINUTES.toNanos(1) - 1;
        warnings.warn("stranger", "A stranger came.");
        assertThat(log).hasSize(2);

        now += 1;
        warnings.warn("stranger", "A stranger came.");
        assertThat(log).last().isEqualTo("A stranger came. (and 1000 of this kind before it)");
        now += TimeUnit.MINUTES.toNanos(1);
        warnings.warn("stranger", "A stranger came.");
        assertThat(log).last().isEqualTo("A stranger came.");
    }
}
