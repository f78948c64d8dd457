package io.telemeter.sampling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What psutil does not cover; the formulas themselves are in [AgreementWithPsutilTest].
class MemoryUsageTest {

    private static final String OLD_MEMINFO = """
            MemTotal: 90000 kB
            MemFree: 50000 kB
            Cached: 9000 kB
            Active(file): 4000 kB
            Inactive(file): 4000 kB
            SReclaimable: 2000 kB
            """;

    private static MemoryUsage read(String meminfo) throws SamplingException {
        return new MemoryUsage.Sensor(CapturedFiles.of(Map.of("meminfo", meminfo))).read();
    }

    @Test
    void reads_lines_without_a_space_after_the_colon() throws SamplingException {
        assertThat(read("MemTotal:8000 kB\nMemFree:1000 kB\nMemAvailable:4000 kB\n"))
                .isEqualTo(new MemoryUsage(8_192_000, 4_096_000));
    }

    @Test
    void passes_over_lines_without_a_number() throws SamplingException {
        assertThat(read("""
                News: none
                nonsense
                : 5
                MemTotal: 80 kB
                MemFree: 10 kB
                MemAvailable: 40 kB
                HugePages_Total: 0
                """))
                .isEqualTo(new MemoryUsage(81_920, 40_960));
    }

    @Test
    void keeps_available_within_the_total_even_if_free_is_beyond_it() throws SamplingException {
        assertThat(read("MemTotal: 80 kB\nMemFree: 900 kB\nMemAvailable: 1000 kB\n"))
                .isEqualTo(new MemoryUsage(81_920, 81_920));
    }

    @Test
    void survives_absurd_numbers() throws SamplingException {
        MemoryUsage usage = read("""
                MemTotal: 999999999999999999 kB
                MemFree: 999999999999999999 kB
                MemAvailable: 1 kB
                Junk: 99999999999999999999999999 kB
                """);

        assertThat(usage).isEqualTo(new MemoryUsage(1L << 60, 1024));
        assertThat(usage.usedPercent()).isEqualTo(100.0);
    }

    @ParameterizedTest
    @CsvSource({"MemTotal, MemFree: 5 kB", "MemFree, MemTotal: 5 kB", "MemTotal, ''"})
    void names_the_line_that_is_missing(String missing, String meminfo) {
        assertThatThrownBy(() -> read(meminfo)).isInstanceOf(SamplingException.class)
                .hasMessage("/proc/meminfo: no line " + missing);
    }

    @Test
    void estimates_with_the_page_size_of_the_machine() throws SamplingException {
        Map<String, String> files = Map.of(
                "meminfo", OLD_MEMINFO,
                "zoneinfo", "Node 0, zone Normal\n  low  10\nlow 5 5\nlow x\n",
                "self/auxv", new String(CapturedFiles.auxiliaryVector(65536), ISO_8859_1));

        // Watermark 640 KiB: 50000 - 640 + (8000 - 640) + (2000 - 640)
        assertThat(new MemoryUsage.Sensor(CapturedFiles.of(files)).read().availableBytes()).isEqualTo(58_080L * 1024);
    }

    @Test
    void estimates_coarsely_without_a_page_size() throws SamplingException {
        Map<String, String> files = Map.of(
                "meminfo", OLD_MEMINFO,
                "zoneinfo", "Node 0, zone Normal\n  low  10\n",
                "self/auxv", "too short");

        assertThat(new MemoryUsage.Sensor(CapturedFiles.of(files)).read().availableBytes()).isEqualTo(59_000L * 1024);
    }
}
