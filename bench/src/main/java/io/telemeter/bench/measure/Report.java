package io.telemeter.bench.measure;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;

/// What a measurement prints, one line each: the machine, its parameters, its figures. Durations are rounded up and rates
/// down, so that no figure is better than what was measured. For one thread.
public final class Report {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    private final PrintWriter out;

    public Report(PrintWriter out) {
        this.out = out;
    }

    /// The beginning.
    ///
    /// @param directory where the measurement keeps its files
    public void begin(String title, Path directory) throws IOException {
        Machine machine = Machine.of(directory);
        out.println("== " + title);
        line("processor", machine.processor() + ", " + machine.cores() + " cores");
        line("memory", machine.memory());
        line("system", machine.kernel());
        line("java", machine.java());
        line("disk", machine.disk());
        line("load before", Machine.load());
    }

    /// Something measured, or a parameter.
    public void line(String name, String value) {
        out.printf("%-26s %s%n", name, value);
        out.flush();
    }

    /// How long something took: percentiles of all samples.
    public void latency(String name, Samples samples) {
        StringBuilder text = new StringBuilder();
        for (double percent : PERCENTILES) {
            String label =
                    percent == 100 ? "max" : "p" + BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString();
            text.append(label).append(' ').append(millis(samples.percentile(percent))).append("  ");
        }
        line(name, text.append("ms  (").append(samples.size()).append(" samples)").toString());
    }

    /// How often something happened in a second.
    public void rate(String name, long count, long nanos) {
        line(name, decimal(count * 1e9 / nanos, 1, RoundingMode.DOWN) + " /s");
    }

    /// How many there were of something for each of `count`.
    public void perItem(String name, long amount, long count, String unit) {
        perItem(name, (double) amount, count, unit);
    }

    /// How much there was of something for each of `count`.
    public void perItem(String name, double amount, long count, String unit) {
        line(name, decimal(amount / count, 4, RoundingMode.UP) + " " + unit);
    }

    /// The end.
    ///
    /// @param foreign processors kept busy by anything else, as [SystemLoad#foreign] says
    public void end(String foreign) {
        line("other work meanwhile", foreign);
        line("load after", Machine.load());
    }

    /// Nanoseconds as milliseconds, rounded up.
    public static String millis(long nanos) {
        return decimal(nanos / 1e6, 3, RoundingMode.UP);
    }

    /// A number with so many digits after the point.
    public static String decimal(double value, int digits, RoundingMode rounding) {
        return BigDecimal.valueOf(value).setScale(digits, rounding).toPlainString();
    }
}
