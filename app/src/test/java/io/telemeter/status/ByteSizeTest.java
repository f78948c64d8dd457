package io.telemeter.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({"0, 0.00 B", "1, 1.00 B", "1023, 1023.00 B", "1024, 1.00 KiB", "5592405, 5.33 MiB",
            "8589934592, 8.00 GiB", "1048575, 1024.00 KiB", "1152, 1.12 KiB", "1408, 1.38 KiB"})
    void takes_the_largest_unit_that_is_not_larger(long bytes, String text) {
        assertThat(ByteSize.format(bytes)).isEqualTo(text);
    }

    /// Expected values by `cd app/src/test/resources/io/telemeter/status && python3 sizes.py > sizes.tsv`.
    @Test
    void rounds_as_python_does() throws IOException {
        List<String> rows;
        try (InputStream stream = requireNonNull(getClass().getResourceAsStream("sizes.tsv"))) {
            rows = new String(stream.readAllBytes(), UTF_8).lines().toList();
        }
        assertThat(rows).hasSize(242);
        for (String row : rows) {
            String bytes = row.substring(0, row.indexOf('\t'));
            assertThat(bytes + "\t" + ByteSize.format(new BigInteger(bytes))).isEqualTo(row);
        }
    }

    @Test
    void writes_a_point_in_every_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(ByteSize.format(5592405)).isEqualTo("5.33 MiB");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void refuses_a_negative_size() {
        assertThatThrownBy(() -> ByteSize.format(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a size cannot be negative: -1");
    }

    @Test
    void refuses_a_size_beyond_a_double() {
        BigInteger huge = BigInteger.ONE.shiftLeft(1024);

        assertThatThrownBy(() -> ByteSize.format(huge)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a size cannot have 1025 bits");
    }

    @ParameterizedTest
    @CsvSource({"0.00 B, 0", "1023.00 B, 1023", "1.00 KiB, 1024", "8.00 GiB, 8589934592", "5.33 MiB, 5588910",
            "7.99 EiB, 9211842821808707338", "5 MiB, 5242880", "1.50  KiB, 1536"})
    void reads_its_own_form(String text, long bytes) {
        assertThat(ByteSize.parse(text)).hasValue(bytes);
    }

    @Test
    void reads_back_what_it_wrote_as_near_as_the_decimals_go() {
        for (long bytes = 1; bytes > 0; bytes = bytes * 3 + 1) {
            assertThat(ByteSize.parse(ByteSize.format(bytes)).orElseThrow()).isCloseTo(bytes, within(bytes / 100));
            if (bytes > Long.MAX_VALUE / 4) {
                break;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "MiB", "5.33MiB", "-5.33 MiB", "5,33 MiB", "5.33 MB", "5.33 mib", "0x10 B",
            "NaN B", "1e3 B", "5.33 MiB ", "8.00 EiB", "1.00 ZiB", "999999999999999999999 B", "٥.٣٣ MiB"})
    void recognises_nothing_else(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }
}
