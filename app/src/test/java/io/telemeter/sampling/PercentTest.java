package io.telemeter.sampling;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PercentTest {

    /// Every ratio up to a thousandth, against Python's own `round`. The digest was printed by
    ///
    /// ```
    /// python3 -c "
    /// import hashlib
    /// h = hashlib.sha256()
    /// for t in range(1, 1001):
    ///     for b in range(t + 1):
    ///         h.update(b'%d/%d=%s\n' % (b, t, str(round(b / t * 100, 1)).encode()))
    /// print(h.hexdigest())"
    /// ```
    @Test
    void rounds_every_ratio_up_to_one_thousandth_as_python_does() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int differsFromSchoolRounding = 0;
        for (int total = 1; total <= 1000; total++) {
            for (int busy = 0; busy <= total; busy++) {
                double percent = Percent.of(busy, total);
                digest.update((busy + "/" + total + "=" + percent + "\n").getBytes(US_ASCII));
                if (percent != Math.floor((double) busy / total * 100 * 10 + 0.5) / 10) {
                    differsFromSchoolRounding++;
                }
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("fc10ed35b3b72b19e53b9eb584051ddf8e4565a6d70c1aabba6fccdea0837a66");
        assertThat(differsFromSchoolRounding).isEqualTo(562);
    }

    @Test
    void rounds_a_tie_to_the_even_decimal() {
        assertThat(Percent.of(1, 16)).isEqualTo(6.2);
        assertThat(Percent.of(3, 16)).isEqualTo(18.8);
    }

    @Test
    void is_zero_of_nothing() {
        assertThat(Percent.of(0, 0)).isEqualTo(0.0);
    }
}
