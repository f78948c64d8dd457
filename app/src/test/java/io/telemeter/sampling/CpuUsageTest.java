package io.telemeter.sampling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.sampling.CpuUsage.Core;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class CpuUsageTest {

    private long nanos;

    /// Gives one content after the other, whatever is asked for; an empty one fails.
    private CpuUsage.Sensor sensor(String... stats) {
        Queue<String> contents = new ArrayDeque<>(Arrays.asList(stats));
        ProcFiles files = _ -> {
            String content = contents.remove();
            if (content.isEmpty()) {
                throw new SamplingException("/proc/stat: gone");
            }
            return content.getBytes(ISO_8859_1);
        };
        return new CpuUsage.Sensor(files, duration -> nanos += duration.toNanos(), () -> nanos);
    }

    private static String cpu(int number, long user, long idle) {
        return "cpu" + number + " " + user + " 0 0 " + idle + " 0 0 0 0 0 0\n";
    }

    @Test
    void means_the_time_since_the_previous_sample_and_probes_the_last_tenth_of_a_second() throws Exception {
        CpuUsage.Sensor sensor = sensor(cpu(0, 0, 0), cpu(0, 1, 9), cpu(0, 1, 490), cpu(0, 11, 490));

        CpuUsage first = sensor.read();
        nanos += Duration.ofMillis(4900).toNanos();
        CpuUsage second = sensor.read();

        assertThat(first)
                .isEqualTo(new CpuUsage(10.0, List.of(new Core(0, 10.0)), Duration.ofMillis(100), List.of(10.0)));
        assertThat(second)
                .isEqualTo(new CpuUsage(2.0, List.of(new Core(0, 2.0)), Duration.ofSeconds(5), List.of(100.0)));
    }

    @Test
    void weighs_the_whole_machine_by_ticks() throws Exception {
        CpuUsage usage = sensor(cpu(0, 0, 0) + cpu(1, 0, 0), cpu(0, 10, 0) + cpu(1, 0, 30)).read();

        assertThat(usage.totalPercent()).isEqualTo(25.0);
        assertThat(usage.cores()).containsExactly(new Core(0, 100.0), new Core(1, 0.0));
    }

    @Test
    void follows_a_cpu_by_its_number_when_another_goes_offline() throws Exception {
        String before = cpu(0, 100, 100) + cpu(1, 9000, 100) + cpu(2, 500, 100);
        String after = cpu(0, 100, 110) + cpu(2, 505, 105);
        CpuUsage usage = sensor(before, after).read();

        assertThat(usage.cores()).containsExactly(new Core(0, 0.0), new Core(2, 50.0));
        assertThat(usage.totalPercent()).isEqualTo(25.0);
        // The classic numbers go by position: the third CPU is held against the second.
        assertThat(usage.probePercents()).containsExactly(0.0, 0.0);
    }

    @Test
    void leaves_out_a_cpu_that_has_just_come_online() throws Exception {
        CpuUsage usage = sensor(cpu(0, 0, 0), cpu(0, 5, 5) + cpu(1, 7000, 7000)).read();

        assertThat(usage.cores()).containsExactly(new Core(0, 50.0));
    }

    @Test
    void bridges_a_failed_reading_with_a_longer_window() throws Exception {
        CpuUsage.Sensor sensor = sensor(cpu(0, 0, 0), cpu(0, 0, 10), "", cpu(0, 50, 50), cpu(0, 50, 60));
        sensor.read();
        nanos += Duration.ofSeconds(1).toNanos();

        assertThatThrownBy(sensor::read).isInstanceOf(SamplingException.class).hasMessage("/proc/stat: gone");
        nanos += Duration.ofSeconds(1).toNanos();
        CpuUsage usage = sensor.read();

        assertThat(usage.totalPercent()).isEqualTo(50.0);
        assertThat(usage.window()).isEqualTo(Duration.ofMillis(2100));
    }
}
