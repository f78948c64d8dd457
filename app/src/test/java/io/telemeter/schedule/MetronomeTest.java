package io.telemeter.schedule;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetronomeTest {

    private static final Interval FIVE = new Interval(ofSeconds(5));
    private static final Interval TWO = new Interval(ofSeconds(2));
    private static final Interval HOUR = new Interval(Duration.ofHours(1));

    /// Begins shortly before the clock wraps.
    private final SimulatedClock clock = new SimulatedClock(Long.MAX_VALUE - ofSeconds(12).toNanos());
    private final Metronome metronome = new Metronome(clock, FIVE);
    private long skipped;

    @BeforeEach
    void starts_in_time() {
        assertThat(metronome.interval()).isEqualTo(FIVE);
    }

    private Duration tick() throws InterruptedException {
        Tick tick = metronome.awaitTick().orElseThrow();
        skipped = tick.skipped();
        assertThat(tick.nanos() - clock.nanoTime()).as("not early").isLessThanOrEqualTo(0);
        return clock.sinceStart(tick.nanos());
    }

    @Test
    void ticks_at_once_and_then_every_interval() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            assertThat(tick()).isEqualTo(ofSeconds(5L * i));
            assertThat(skipped).isZero();
        }
        assertThat(clock.sleeps()).isEqualTo(9);
    }

    @Test
    void does_not_drift_when_work_takes_time_and_waking_is_late() throws InterruptedException {
        clock.wakeLateBy(ofMillis(7));
        for (int i = 0; i < 1000; i++) {
            assertThat(tick()).isEqualTo(ofSeconds(5L * i));
            clock.work(ofMillis(1234));
        }
    }

    @Test
    void begins_with_the_first_wait_not_before() throws InterruptedException {
        clock.work(ofSeconds(17));

        assertThat(tick()).isEqualTo(ofSeconds(17));
        assertThat(tick()).isEqualTo(ofSeconds(22));
    }

    @Test
    void skips_ticks_that_are_past_and_counts_them() throws InterruptedException {
        tick();
        clock.work(ofMillis(5001));
        assertThat(tick()).isEqualTo(ofSeconds(10));
        assertThat(skipped).isEqualTo(1);

        clock.work(ofSeconds(32));
        assertThat(tick()).isEqualTo(ofSeconds(45));
        assertThat(skipped).isEqualTo(6);

        assertThat(tick()).isEqualTo(ofSeconds(50));
        assertThat(skipped).isZero();
    }

    @Test
    void takes_a_tick_that_is_due_this_very_moment() throws InterruptedException {
        tick();
        clock.work(ofSeconds(5));

        assertThat(tick()).isEqualTo(ofSeconds(5));
        assertThat(skipped).isZero();
        assertThat(clock.sleeps()).isZero();
    }

    @Test
    void gives_a_tick_late_rather_than_never_when_the_thread_was_held_up() throws InterruptedException {
        tick();
        clock.wakeLateBy(Duration.ofHours(1));
        assertThat(tick()).isEqualTo(ofSeconds(5));
        assertThat(clock.sinceStart()).isEqualTo(ofSeconds(3605));

        clock.wakeLateBy(Duration.ZERO);
        assertThat(tick()).isEqualTo(ofSeconds(3605));
        assertThat(skipped).isEqualTo(719);
    }

    @Test
    void a_shorter_interval_counts_from_the_last_tick() throws InterruptedException {
        tick();
        clock.at(ofSeconds(1), () -> metronome.change(TWO));

        assertThat(tick()).isEqualTo(ofSeconds(2));
        assertThat(tick()).isEqualTo(ofSeconds(4));
        assertThat(metronome.interval()).isEqualTo(TWO);
    }

    @Test
    void a_shorter_interval_that_is_over_already_ticks_now() throws InterruptedException {
        tick();
        clock.at(ofSeconds(3), () -> metronome.change(TWO));

        assertThat(tick()).isEqualTo(ofSeconds(3));
        assertThat(skipped).isZero();
        assertThat(tick()).isEqualTo(ofSeconds(5));
    }

    @Test
    void a_change_during_work_applies_to_the_next_wait() throws InterruptedException {
        tick();
        clock.work(ofSeconds(3));
        metronome.change(TWO);

        assertThat(tick()).isEqualTo(ofSeconds(3));
    }

    @Test
    void a_longer_interval_counts_from_the_last_tick() throws InterruptedException {
        tick();
        clock.at(ofSeconds(4), () -> metronome.change(HOUR));

        assertThat(tick()).isEqualTo(Duration.ofHours(1));
        assertThat(tick()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void wakes_from_a_day_long_sleep() throws InterruptedException {
        metronome.change(Interval.MAXIMUM);
        tick();
        clock.at(Duration.ofHours(20), () -> metronome.change(TWO));

        assertThat(tick()).isEqualTo(Duration.ofHours(20));
    }

    @Test
    void the_same_interval_again_moves_nothing() throws InterruptedException {
        tick();
        clock.at(ofSeconds(1), () -> metronome.change(FIVE));
        clock.at(ofSeconds(3), () -> metronome.change(new Interval(ofSeconds(5))));
        assertThat(tick()).isEqualTo(ofSeconds(5));

        clock.work(ofSeconds(6));
        metronome.change(FIVE);
        assertThat(tick()).isEqualTo(ofSeconds(15));
        assertThat(skipped).isEqualTo(1);
    }

    @Test
    void the_last_of_many_changes_counts_and_ticks_stay_a_second_apart() throws InterruptedException {
        Duration last = tick();
        for (int i = 1; i < 200; i++) {
            Interval asked = i % 2 == 0 ? Interval.MINIMUM : Interval.MAXIMUM;
            clock.at(ofMillis(100L * i), () -> metronome.change(asked));
        }
        clock.at(ofSeconds(20), () -> metronome.change(FIVE));
        while (last.compareTo(ofSeconds(40)) < 0) {
            Duration next = tick();
            assertThat(next.minus(last)).isGreaterThanOrEqualTo(ofSeconds(1));
            last = next;
        }
        assertThat(metronome.interval()).isEqualTo(FIVE);
    }

    @Test
    void stop_ends_the_waiting_and_lasts() throws InterruptedException {
        tick();
        clock.at(ofSeconds(1), metronome::stop);

        assertThat(metronome.awaitTick()).isEmpty();
        assertThat(clock.sinceStart()).isEqualTo(ofSeconds(1));
        metronome.change(TWO);
        clock.work(ofSeconds(60));
        assertThat(metronome.awaitTick()).isEmpty();
    }

    @Test
    void stop_before_the_first_wait_leaves_no_tick() throws InterruptedException {
        metronome.stop();

        assertThat(metronome.awaitTick()).isEmpty();
    }

    /// Whatever happens, ticks come in order, at the promised moments, and no tick that could be met is missed.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keeps_its_promises_in_any_run(long seed) throws InterruptedException {
        Random random = new Random(seed);
        Interval interval = FIVE;
        Duration last = tick();
        for (int i = 0; i < 500; i++) {
            clock.wakeLateBy(ofMillis(random.nextInt(10)));
            clock.work(ofMillis(random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(900)));
            boolean changed = random.nextInt(5) == 0;
            if (changed) {
                Interval asked = new Interval(ofMillis(1000 + random.nextInt(10_000)));
                changed = !asked.equals(interval);
                interval = asked;
                metronome.change(interval);
            }
            Duration before = clock.sinceStart();
            Duration next = tick();
            Duration planned = last.plus(interval.length());
            if (changed) {
                assertThat(next).isEqualTo(planned.compareTo(before) > 0 ? planned : before);
            } else {
                assertThat(next).isEqualTo(planned.plus(interval.length().multipliedBy(skipped)));
                assertThat(next).isGreaterThanOrEqualTo(before);
                assertThat(next.minus(interval.length())).isLessThan(skipped == 0 ? next : before);
            }
            last = next;
        }
    }

    @Test
    void real_threads_are_woken_by_a_change_and_by_stop() throws InterruptedException {
        Metronome real = new Metronome(AlarmClock.ofSystem(), Interval.MAXIMUM);
        assertThat(real.awaitTick()).isPresent();
        Thread other = Thread.ofVirtual().start(() -> real.change(Interval.MINIMUM));
        // Without the wake-up this takes a day.
        assertThat(real.awaitTick()).isPresent();
        other.join();

        real.change(Interval.MAXIMUM);
        Thread stopper = Thread.ofVirtual().start(real::stop);
        assertThat(real.awaitTick()).isEqualTo(Optional.empty());
        stopper.join();
    }

    @Test
    void a_wake_up_before_the_sleep_is_not_lost() throws InterruptedException {
        AlarmClock system = AlarmClock.ofSystem();
        system.wake();

        // Without the memory of the wake-up this takes a day.
        system.sleepUntil(system.nanoTime() + Duration.ofDays(1).toNanos());
    }

    @Test
    void an_interrupt_ends_the_waiting_and_the_tick_is_still_to_come() throws InterruptedException {
        Metronome real = new Metronome(AlarmClock.ofSystem(), Interval.MINIMUM);
        long first = real.awaitTick().orElseThrow().nanos();
        Thread.currentThread().interrupt();

        assertThatThrownBy(real::awaitTick).isInstanceOf(InterruptedException.class);
        Tick second = real.awaitTick().orElseThrow();
        assertThat((second.nanos() - first) % Interval.MINIMUM.nanos()).isZero();
    }
}
