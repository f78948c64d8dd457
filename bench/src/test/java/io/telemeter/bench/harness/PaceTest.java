package io.telemeter.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void what_is_late_counts_from_when_it_was_due() throws InterruptedException {
        Pace pace = new Pace(1_000, 0);
        long first = pace.next();
        Thread.sleep(20);
        assertThat(pace.next()).isLessThanOrEqualTo(first + 1_000_000);
        assertThat(pace.next()).isLessThanOrEqualTo(first + 2_000_000);
    }

    @Test
    void what_is_early_waits_until_it_is_due() throws InterruptedException {
        Pace pace = new Pace(100, 0.5);
        long created = System.nanoTime();
        long first = pace.next();
        assertThat(pace.next()).isGreaterThanOrEqualTo(first);
        assertThat(System.nanoTime() - created).isGreaterThan(13_000_000);
    }

    @Test
    void without_a_rate_it_is_always_time() throws InterruptedException {
        Pace pace = new Pace(0, 0);
        long before = System.nanoTime();
        assertThat(pace.next()).isBetween(before, System.nanoTime());
    }
}
