package io.telemeter.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.sampling.Reading.Measured;
import io.telemeter.sampling.Reading.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T09:17:10.5Z"), ZoneId.of("Europe/Berlin"));
    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final Duration HURRIED = Duration.ofMillis(50);

    /// A measurement of the tests' own.
    private record Count(int number) implements Measurement {}

    /// A sensor made of a name and what it does.
    private record Fake(String name, Action action) implements Sensor {

        @Override
        public Measurement read() throws SamplingException, InterruptedException {
            return action.read();
        }

        interface Action {
            Measurement read() throws SamplingException, InterruptedException;
        }
    }

    @Test
    void says_when_and_what_in_the_order_of_the_sensors() throws InterruptedException {
        List<Sensor> sensors =
                List.of(new Fake("one", () -> new Count(1)), new Fake("two", () -> new MemoryUsage(10, 4)));
        try (Sampler sampler = new Sampler(sensors, CLOCK, PATIENT)) {
            SystemSample sample = sampler.sample();

            assertThat(sample.time()).isEqualTo(ZonedDateTime.parse("2026-03-01T10:17:10.5+01:00[Europe/Berlin]"));
            assertThat(sample.readings())
                    .containsExactly(new Measured("one", new Count(1)), new Measured("two", new MemoryUsage(10, 4)));
            assertThat(sample.find(MemoryUsage.class)).contains(new MemoryUsage(10, 4));
            assertThat(sample.find(DiskUsage.class)).isEmpty();
        }
    }

    @Test
    void goes_on_when_a_sensor_fails() throws InterruptedException {
        List<Sensor> sensors = List.of(
                new Fake("memory", () -> {
                    throw new SamplingException("/proc/meminfo: permission denied");
                }),
                new Fake("broken", () -> {
                    throw new IllegalStateException("a mistake of ours");
                }),
                new Fake("last", () -> new Count(3)));
        try (Sampler sampler = new Sampler(sensors, CLOCK, PATIENT)) {
            assertThat(sampler.sample().readings()).containsExactly(
                    new Unavailable("memory", "/proc/meminfo: permission denied"),
                    new Unavailable("broken", "failed: java.lang.IllegalStateException: a mistake of ours"),
                    new Measured("last", new Count(3)));
        }
    }

    @Test
    void goes_on_when_a_sensor_is_stuck_and_does_not_ask_it_again_before_it_came_back() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        List<Sensor> sensors = List.of(
                new Fake("disk /dead", () -> {
                    int count = asked.incrementAndGet();
                    stuck.await();
                    return new Count(count);
                }),
                new Fake("cpu", () -> new Count(0)));
        try (Sampler sampler = new Sampler(sensors, CLOCK, HURRIED)) {
            assertThat(sampler.sample().readings().getFirst())
                    .isEqualTo(new Unavailable("disk /dead", "no answer within 50 ms"));
            for (int i = 0; i < 10; i++) {
                assertThat(sampler.sample().readings().getFirst())
                        .isEqualTo(new Unavailable("disk /dead", "no answer since 10:17:10"));
            }
            assertThat(asked).hasValue(1);

            stuck.countDown();
            Reading again = sampler.sample().readings().getFirst();
            while (!(again instanceof Measured)) {
                again = sampler.sample().readings().getFirst();
            }
            // What the stuck reading found in the end is old, and not used.
            assertThat(again).isEqualTo(new Measured("disk /dead", new Count(2)));
        }
    }

    @Test
    void reads_all_samples_with_one_thread() throws InterruptedException {
        Set<Long> threads = ConcurrentHashMap.newKeySet();
        Sensor sensor = new Fake("thread", () -> {
            threads.add(Thread.currentThread().threadId());
            return new Count(0);
        });
        try (Sampler sampler = new Sampler(List.of(sensor), CLOCK, PATIENT)) {
            for (int i = 0; i < 200; i++) {
                sampler.sample();
            }
        }
        assertThat(threads).hasSize(1);
    }

    @Test
    void is_for_one_caller_at_a_time() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Sensor sensor = new Fake("slow", () -> {
            entered.countDown();
            leave.await();
            return new Count(0);
        });
        try (Sampler sampler = new Sampler(List.of(sensor), CLOCK, PATIENT)) {
            Thread other = Thread.ofVirtual().start(() -> {
                try {
                    sampler.sample();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            entered.await();
            assertThatThrownBy(sampler::sample).isInstanceOf(IllegalStateException.class);
            leave.countDown();
            other.join();
            assertThat(sampler.sample().readings()).hasSize(1);
        }
    }

    @Test
    void an_interrupted_caller_stops_waiting() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Sensor sensor = new Fake("slow", () -> {
            never.await();
            return new Count(0);
        });
        try (Sampler sampler = new Sampler(List.of(sensor), CLOCK, PATIENT)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(sampler::sample).isInstanceOf(InterruptedException.class);
            assertThat(sampler.sample().readings())
                    .containsExactly(new Unavailable("slow", "no answer since 10:17:10"));
        }
    }

    @Test
    void refuses_to_sample_after_close() {
        Sampler sampler = new Sampler(List.of(new Fake("one", () -> new Count(1))), CLOCK, PATIENT);
        sampler.close();

        assertThatThrownBy(sampler::sample).isInstanceOf(IllegalStateException.class)
                .hasMessage("the sampler is closed");
    }

    @Test
    void refuses_two_sensors_of_one_name() {
        List<Sensor> sensors = List.of(new Fake("one", () -> new Count(1)), new Fake("one", () -> new Count(1)));

        assertThatThrownBy(() -> new Sampler(sensors, CLOCK, PATIENT)).isInstanceOf(IllegalStateException.class)
                .hasMessage("two sensors are called one");
    }

    @Test
    void says_that_it_needs_linux() {
        assertThatThrownBy(() -> Sampler.requireLinux("Mac OS X")).isInstanceOf(SamplingException.class)
                .hasMessage("cannot measure this machine: the sensors need Linux, and this is Mac OS X");
    }
}
