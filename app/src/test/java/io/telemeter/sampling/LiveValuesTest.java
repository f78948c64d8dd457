package io.telemeter.sampling;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Our sensors and the system's own tools at the same moment. The tolerance is for what other programs do in between.
@EnabledOnOs(OS.LINUX)
class LiveValuesTest {

    private static final long MIB = 1 << 20;

    @Test
    void memory_is_what_proc_meminfo_says() throws IOException {
        MemoryUsage usage = new MemoryUsage.Sensor(ProcFiles.below(Path.of("/proc"))).read();

        assertThat(usage.totalBytes()).isEqualTo(meminfo("MemTotal"));
        assertThat(usage.availableBytes()).isCloseTo(meminfo("MemAvailable"), within(512 * MIB));
    }

    private static long meminfo(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new AssertionError("no line " + name);
    }

    @Test
    void disk_is_what_df_says() throws Exception {
        Process df = new ProcessBuilder("df", "-B1", "--output=size,used,avail", "/").redirectErrorStream(true).start();
        List<String> lines = new String(df.getInputStream().readAllBytes(), US_ASCII).lines().toList();
        assertThat(df.waitFor()).isZero();
        String[] numbers = lines.getLast().strip().split(" +", -1);

        DiskUsage usage = new DiskUsage.Sensor(new File("/")).read();

        assertThat(usage.totalBytes()).isEqualTo(Long.parseLong(numbers[0]));
        assertThat(usage.usedBytes()).isCloseTo(Long.parseLong(numbers[1]), within(512 * MIB));
        assertThat(usage.availableBytes()).isCloseTo(Long.parseLong(numbers[2]), within(512 * MIB));
    }

    @Test
    void cpus_are_those_that_are_online() throws Exception {
        try (Sampler sampler = Sampler.ofThisSystem()) {
            CpuUsage usage = sampler.sample().find(CpuUsage.class).orElseThrow();
            long online = Files.readAllLines(Path.of("/proc/stat")).stream()
                    .filter(line -> line.matches("cpu[0-9]+ .*")).count();

            assertThat(usage.cores()).hasSize((int) online);
            assertThat(usage.probePercents()).hasSize((int) online).allMatch(percent -> percent >= 0 && percent <= 100);
            assertThat(usage.window()).isGreaterThanOrEqualTo(CpuUsage.PROBE_WINDOW);
        }
    }
}
