package io.telemeter.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Our formulas and psutil on the very same bytes.
///
/// The expected values are psutil's own (5.9.4 of Debian 12), written by
/// `cd app/src/test/resources/io/telemeter/sampling && /usr/bin/python3 derive.py > expected.tsv`.
class AgreementWithPsutilTest {

    static Stream<List<String>> cpu() {
        return rows("cpu");
    }

    static Stream<List<String>> memory() {
        return rows("memory");
    }

    static Stream<List<String>> disk() {
        return rows("disk");
    }

    private static Stream<List<String>> rows(String kind) {
        return CapturedFiles.expected().stream().map(line -> Arrays.asList(line.split("\t", -1)))
                .filter(row -> row.getFirst().equals(kind));
    }

    @Test
    void covers_what_it_claims() {
        assertThat(cpu()).hasSize(66 + 12);
        assertThat(memory()).hasSize(9);
        assertThat(disk()).hasSize(7);
    }

    /// Where the exact result lies half-way between two decimals, psutil may take the other one: it divides every field
    /// by the ticks of a second first, and works with the fractions.
    @ParameterizedTest
    @MethodSource("cpu")
    void cpu_percent(List<String> row) throws SamplingException {
        List<CpuTicks> before = CpuTicks.parse(CapturedFiles.of(row.get(1)).read("stat"));
        List<CpuTicks> after = CpuTicks.parse(CapturedFiles.of(row.get(2)).read("stat"));
        double[] psutil = Stream.of(row.get(3).split(" ", -1)).mapToDouble(Double::parseDouble).toArray();

        List<Double> ours = CpuUsage.percents(before, after);

        assertThat(ours).hasSize(psutil.length);
        for (int i = 0; i < psutil.length; i++) {
            CpuTicks.Spent spent = after.get(i).since(before.get(i));
            boolean halfWay = spent.total() != 0 && 2 * (spent.busy() * 1000 % spent.total()) == spent.total();
            assertThat(ours.get(i)).isCloseTo(psutil[i], within(halfWay ? 0.1001 : 0.0));
        }
    }

    @ParameterizedTest
    @MethodSource("memory")
    void virtual_memory(List<String> row) throws SamplingException {
        MemoryUsage usage = new MemoryUsage.Sensor(CapturedFiles.of(row.get(1))).read();

        assertThat(usage).isEqualTo(new MemoryUsage(Long.parseLong(row.get(2)), Long.parseLong(row.get(3))));
        assertThat(usage.usedPercent()).isEqualTo(Double.parseDouble(row.get(4)));
    }

    @ParameterizedTest
    @MethodSource("disk")
    void disk_usage(List<String> row) {
        long[] numbers = row.stream().skip(1).limit(6).mapToLong(Long::parseLong).toArray();
        long frsize = numbers[3];

        DiskUsage usage = DiskUsage.ofRaw("/", numbers[0] * frsize, numbers[1] * frsize, numbers[2] * frsize);

        assertThat(usage.totalBytes()).isEqualTo(numbers[4]);
        assertThat(usage.availableBytes()).isEqualTo(numbers[5]);
        assertThat(usage.usedPercent()).isEqualTo(Double.parseDouble(row.get(7)));
    }
}
