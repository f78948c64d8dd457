package io.telemeter.sampling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuTicksTest {

    private static List<CpuTicks> parse(String stat) throws SamplingException {
        return CpuTicks.parse(stat.getBytes(ISO_8859_1));
    }

    @Test
    void takes_the_numbered_lines_only() throws SamplingException {
        assertThat(parse("cpu  9 9 9 9 9 9 9 9 9 9\ncpu0 1 2 3 4 5 6 7 8 9 10\ncpu12 1 2 3 4 5 6 7 8 9 10\nintr 5 5\n"))
                .containsExactly(new CpuTicks(0, 1, 2, 3, 4, 5, 6, 7, 8), new CpuTicks(12, 1, 2, 3, 4, 5, 6, 7, 8));
    }

    @Test
    void counts_the_fields_an_old_kernel_does_not_have_as_zero() throws SamplingException {
        assertThat(parse("cpu0 1 2 3 4\n")).containsExactly(new CpuTicks(0, 1, 2, 3, 4, 0, 0, 0, 0));
    }

    @Test
    void needs_no_line_end_after_the_last_line() throws SamplingException {
        assertThat(parse("cpu0 1 2 3 4 5 6 7 8 9 10")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu0 1 2 3\n", "cpu0\n", "cpu0 1 2 x 4\n", "cpu0 1 2 -3 4\n", "cpu0 1 2 3 4 5 6 7 1.5\n",
            "cpux 1 2 3 4\n", "cpu0 1 2 3 1000000000000000\n", "cpu99999999999999999 1 2 3 4\n"})
    void refuses_a_line_it_cannot_understand_instead_of_shifting_the_others(String line) {
        assertThatThrownBy(() -> parse("cpu0 1 2 3 4 5 6 7 8 9 10\n" + line)).isInstanceOf(SamplingException.class)
                .hasMessage("/proc/stat: cannot understand the line '" + line.strip() + "'");
    }

    @Test
    void keeps_a_strange_line_out_of_the_message() {
        assertThatThrownBy(() -> parse("cpu0 \u001b[2J" + "9".repeat(500) + "\n"))
                .hasMessage("/proc/stat: cannot understand the line 'cpu0 ?[2J" + "9".repeat(71) + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "cpu  1 2 3 4\n", "intr 1 2 3\n"})
    void refuses_a_file_without_cpus(String stat) {
        assertThatThrownBy(() -> parse(stat)).isInstanceOf(SamplingException.class)
                .hasMessage("/proc/stat: no line cpu0, cpu1, ...");
    }
}
