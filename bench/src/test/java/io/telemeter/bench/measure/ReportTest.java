package io.telemeter.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final StringWriter text = new StringWriter();
    private final Report report = new Report(new PrintWriter(text));

    @Test
    void durations_are_rounded_up() {
        Samples samples = new Samples();
        samples.add(1_000_001);
        report.latency("push", samples);
        assertThat(text.toString()).contains("p50 1.001").contains("max 1.001").contains("(1 samples)");
    }

    @Test
    void rates_are_rounded_down() {
        report.rate("updates", 2, 3_000_000_000L);
        assertThat(text.toString()).contains("0.6 /s");
    }

    @Test
    void costs_are_rounded_up() {
        report.perItem("cost", 2, 3, "ms");
        assertThat(text.toString()).contains("0.6667 ms");
    }

    @Test
    void busy_processors_are_those_that_neither_idle_nor_wait() {
        assertThat(SystemLoad.busyTicks("cpu  10 20 30 4000 500 6 7 8 90 0\ncpu0 1 2 3\n")).isEqualTo(81);
    }
}
