package org.hypergolix.golix.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PadmeTest {
    @ParameterizedTest
    @CsvSource({"0, 256", "1, 256", "255, 256", "256, 256", "257, 272", "272, 272", "273, 288", "512, 512", "513, 544",
            "1001, 1024", "1024, 1024", "1025, 1088", "4097, 4352", "65536, 65536", "65537, 67584", "70001, 71680",
            "131073, 135168", "1048577, 1081344"})
    void pads_as_the_rule_says(long length, long padded) {
        assertThat(Padme.pad(length)).isEqualTo(padded);
    }

    @Test
    void is_never_shorter_and_wastes_at_most_12_percent() {
        Random random = new Random(1);
        for (int turn = 0; turn < 100_000; turn++) {
            long length = random.nextLong(256, 1L << random.nextInt(9, 62));
            long padded = Padme.pad(length);
            assertThat(padded).isGreaterThanOrEqualTo(length);
            assertThat((padded - length) / (double) length).isLessThan(0.12);
            assertThat(Padme.pad(padded)).as("padding again changes nothing").isEqualTo(padded);
        }
    }

    @Test
    void grows_with_the_length() {
        for (long length = 1; length < 200_000; length++) {
            assertThat(Padme.pad(length)).isGreaterThanOrEqualTo(Padme.pad(length - 1));
        }
    }
}
