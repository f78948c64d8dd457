package org.hypergolix.golix.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.junit.jupiter.api.Test;

class KeyDerivationTest {
    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /// RFC 5869, A.1.
    @Test
    void extracts_and_expands_as_rfc_5869_shows() {
        byte[] key = KeyDerivation.extractSha256(hex("000102030405060708090a0b0c"), hex("0b".repeat(22)));
        assertThat(key).isEqualTo(hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"));
        assertThat(KeyDerivation.expandSha256(key, hex("f0f1f2f3f4f5f6f7f8f9"), 42)).isEqualTo(
                hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
    }

    /// RFC 5869, A.3: no salt, no info.
    @Test
    void takes_an_empty_salt_and_info() {
        byte[] key = KeyDerivation.extractSha256(new byte[0], hex("0b".repeat(22)));
        assertThat(key).isEqualTo(hex("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04"));
        assertThat(KeyDerivation.expandSha256(key, new byte[0], 42)).isEqualTo(
                hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
    }

    /// RFC 4231, case 2.
    @Test
    void authenticates_as_rfc_4231_shows() {
        Bytes mac = KeyDerivation.hmacSha512("Jefe".getBytes(StandardCharsets.US_ASCII),
                Bytes.owning("what do ya want ".getBytes(StandardCharsets.US_ASCII)),
                Bytes.owning("for nothing?".getBytes(StandardCharsets.US_ASCII)));
        assertThat(mac).isEqualTo(Bytes.ofHex("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"));
    }

    /// Suite 1: two parties whose fingerprints are 01 and 64 times 11, and 01 and 64 times 22.
    @Test
    void derives_the_mac_of_a_suite_1_request() {
        Ghid one = new Ghid(Bytes.ofHex("11".repeat(64)));
        Ghid other = new Ghid(Bytes.ofHex("22".repeat(64)));
        byte[] shared = hex("208533efb1bc46b4fdc299c2d96f691f0468ad8bbcf0448b79e608481e12d234");
        byte[] key = Suite1.macKey(shared, one, other);
        assertThat(key).isEqualTo(hex("8034499348d0cfc9561005c37101754b8b756cd6c08d023bb07aa4cbfac8c6b8"
                + "aafc873c45da31fa875f0269ca3ba881a41ecd6690878d88812edc46f1471e7a"));
        assertThat(Suite1.macKey(shared, other, one)).isEqualTo(key);
        assertThat(KeyDerivation.hmacSha512(key, Bytes.ofHex("33".repeat(64))))
                .isEqualTo(Bytes.ofHex("106a2a3187b0c4af7f5cb2c1c7bbbc2a1aeb933e40fcf6df0805a1cbd7fe8b27"
                        + "6331276415a60dd2a59a39f00890f1e380f681c78eed4ef92655f228e824517e"));
    }
}
