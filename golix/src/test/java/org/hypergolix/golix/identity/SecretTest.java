package org.hypergolix.golix.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String COUNTER_BLOCK = "202122232425262728292a2b2c2d2e2f";
    private static final Secret SUITE_1 = Secret.of(CipherSuite.SUITE_1, Bytes.ofHex(KEY + COUNTER_BLOCK));
    private static final Secret SUITE_3 = Secret.of(CipherSuite.SUITE_3, Bytes.ofHex(KEY));
    private static final Ghid ONE = new Ghid(Bytes.ofHex("11".repeat(64)));
    private static final Ghid TWO = new Ghid(Bytes.ofHex("22".repeat(64)));

    @Test
    void has_its_known_form() throws MalformedObjectException {
        assertThat(SUITE_1.encode()).isEqualTo(Bytes.ofHex("5348000201" + KEY + COUNTER_BLOCK));
        assertThat(Base64.getUrlEncoder().encodeToString(SUITE_1.encode().toArray()))
                .isEqualTo("U0gAAgEAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8=");
        assertThat(SUITE_3.encode()).isEqualTo(Bytes.ofHex("5348000203" + KEY));
        assertThat(Secret.decode(SUITE_1.encode())).isEqualTo(SUITE_1);
        assertThat(Secret.decode(SUITE_3.encode())).isEqualTo(SUITE_3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "53", "5348", "53480002", "5348000203",
            // another magic, another version
            "5349000203" + KEY, "5248000203" + KEY, "5348000103" + KEY, "5348000303" + KEY, "5348010203" + KEY,
            // suites 0, 2, 255
            "5348000200" + KEY, "5348000202" + KEY, "53480002ff" + KEY,
            // the length of the other suite, a byte too many, a byte too few
            "5348000201" + KEY, "5348000203" + KEY + COUNTER_BLOCK, "5348000203" + KEY + "00",
            "5348000201" + KEY + COUNTER_BLOCK + "00", "5348000203000102"})
    void refuses_every_other_form(String encoded) {
        assertThatExceptionOfType(MalformedObjectException.class)
                .isThrownBy(() -> Secret.decode(Bytes.ofHex(encoded)));
    }

    /// AES-256-CTR, computed with the 2017 original.
    @Test
    void encrypts_contents_of_suite_1_as_the_original() {
        Bytes content = Bytes.owning("hgx golix test vector 0123456789".getBytes(StandardCharsets.US_ASCII));
        assertThat(sealed(content, SUITE_1))
                .isEqualTo(Bytes.ofHex("09c1eb4e29e07c7564e18df6c63680a2d6d184e6bf0a736334f931c7071099a2"));
    }

    /// The counter block is one number of 128 bits that wraps around.
    @Test
    void counts_across_the_whole_block() {
        Secret last = Secret.of(CipherSuite.SUITE_1, Bytes.ofHex(KEY + "ff".repeat(16)));
        assertThat(sealed(Bytes.owning(new byte[48]), last))
                .isEqualTo(Bytes.ofHex("e999e41d4ca770da5387117b5d8f57eef29000b62a499fd0a9f39a6add2e7780"
                        + "f05d76ae4ab99fe5a6f69b3148c2363d"));
    }

    private static Bytes sealed(Bytes content, Secret secret) {
        return Suite.of(CipherSuite.SUITE_1).seal(ONE, content, secret.material(), new SecureRandom());
    }

    @Test
    void each_suite_has_its_own_ratchet() {
        assertThat(SUITE_1.ratchet(ONE, TWO)).isNotEqualTo(SUITE_1).isNotEqualTo(SUITE_1.ratchet(TWO, ONE));
        assertThat(SUITE_3.ratchet(ONE, 1)).isNotEqualTo(SUITE_3).isNotEqualTo(SUITE_3.ratchet(ONE, 2))
                .isNotEqualTo(SUITE_3.ratchet(TWO, 1));
        assertThatIllegalStateException().isThrownBy(() -> SUITE_1.ratchet(ONE, 1));
        assertThatIllegalStateException().isThrownBy(() -> SUITE_3.ratchet(ONE, TWO));
        assertThatIllegalStateException().isThrownBy(() -> SUITE_1.advance(ONE, 0, 1));
    }

    @Test
    void advances_over_many_frames_as_one_by_one() {
        Secret expected = SUITE_3;
        for (long counter = 8; counter <= 20; counter++) {
            expected = expected.ratchet(ONE, counter);
        }
        assertThat(SUITE_3.advance(ONE, 7, 20)).isEqualTo(expected);
        assertThat(SUITE_3.advance(ONE, 7, 12).advance(ONE, 12, 20)).isEqualTo(expected);
        assertThat(SUITE_3.advance(ONE, 7, 7)).isEqualTo(SUITE_3);
        assertThat(SUITE_3.encode()).isEqualTo(Bytes.ofHex("5348000203" + KEY));
    }

    @Test
    void counters_are_unsigned() {
        assertThat(SUITE_3.advance(ONE, Long.MAX_VALUE, Long.MIN_VALUE))
                .isEqualTo(SUITE_3.ratchet(ONE, Long.MIN_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> SUITE_3.advance(ONE, -1, 0));
    }

    @Test
    void never_goes_back_nor_too_far_ahead() {
        assertThatIllegalArgumentException().isThrownBy(() -> SUITE_3.advance(ONE, 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> SUITE_3.advance(ONE, 0, Secret.MOST_STEPS + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> SUITE_3.advance(ONE, 0, -1));
    }

    @ParameterizedTest
    @EnumSource
    void new_secrets_differ_and_show_nothing(CipherSuite suite) {
        Secret one = Secret.random(suite, new SecureRandom());
        Secret other = Secret.random(suite, new SecureRandom());
        assertThat(one).isNotEqualTo(other);
        assertThat(one.suite()).isEqualTo(suite);
        assertThat(one.encode().size()).isEqualTo(Secret.encodedLength(suite));
        assertThat(one).hasToString("Secret[suite " + suite.id() + "]");
        assertThat(new RequestContent.ShareOffer(ONE, SUITE_3, 0).toString()).doesNotContain(KEY);
    }

    @Test
    void takes_material_of_the_right_length_only() {
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(CipherSuite.SUITE_1, Bytes.ofHex(KEY)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secret.of(CipherSuite.SUITE_3, Bytes.ofHex(KEY + COUNTER_BLOCK)));
    }
}
