package org.hypergolix.golix.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.hypergolix.golix.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class X25519ExchangeTest {
    private static final Bytes BASE = Bytes
            .ofHex("0900000000000000000000000000000000000000000000000000000000000000");

    private static Bytes agree(Bytes privateKey, Bytes publicKey) {
        return X25519Exchange.agree(privateKey.toArray(), publicKey).map(Bytes::owning).orElseThrow();
    }

    /// RFC 7748, section 5.2, then two that the 2017 original computes.
    @ParameterizedTest
    @CsvSource({
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
                    + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
                    + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
            "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,"
                    + "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
                    + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
            "080102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e40,"
                    + "315ce364c0e322d24ff28e157ebeea083c3284aae3de51ff17ff3094da697b77,"
                    + "208533efb1bc46b4fdc299c2d96f691f0468ad8bbcf0448b79e608481e12d234",
            "1065666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f80818241,"
                    + "e03b65fdb9f9a7771ae4b071d2bc0b9ad8136f48e56950e7c568b0f94b0a7b17,"
                    + "208533efb1bc46b4fdc299c2d96f691f0468ad8bbcf0448b79e608481e12d234"})
    void agrees_on_the_known_secrets(String privateKey, String publicKey, String shared) {
        assertThat(agree(Bytes.ofHex(privateKey), Bytes.ofHex(publicKey))).isEqualTo(Bytes.ofHex(shared));
    }

    /// RFC 7748, section 6.1, then two pairs of the 2017 original.
    @ParameterizedTest
    @CsvSource({
            "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a,"
                    + "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
            "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb,"
                    + "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
            "080102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e40,"
                    + "e03b65fdb9f9a7771ae4b071d2bc0b9ad8136f48e56950e7c568b0f94b0a7b17",
            "1065666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f80818241,"
                    + "315ce364c0e322d24ff28e157ebeea083c3284aae3de51ff17ff3094da697b77"})
    void computes_the_known_public_keys(String privateKey, String publicKey) {
        assertThat(Bytes.owning(X25519Exchange.publicKey(Bytes.ofHex(privateKey).toArray())))
                .isEqualTo(Bytes.ofHex(publicKey));
    }

    @Test
    void both_sides_of_rfc_7748_agree() {
        Bytes alice = Bytes.ofHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        Bytes bob = Bytes.ofHex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        Bytes shared = Bytes.ofHex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        assertThat(agree(alice, Bytes.owning(X25519Exchange.publicKey(bob.toArray())))).isEqualTo(shared);
        assertThat(agree(bob, Bytes.owning(X25519Exchange.publicKey(alice.toArray())))).isEqualTo(shared);
    }

    /// RFC 7748, section 5.2: `k, u = X25519(k, u), k`, from the base point.
    private static Bytes iterate(int times) {
        Bytes k = BASE;
        Bytes u = BASE;
        for (int turn = 0; turn < times; turn++) {
            Bytes next = agree(k, u);
            u = k;
            k = next;
        }
        return k;
    }

    @Test
    void iterates_once_and_a_thousand_times() {
        assertThat(iterate(1))
                .isEqualTo(Bytes.ofHex("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"));
        assertThat(iterate(1000))
                .isEqualTo(Bytes.ofHex("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
    }

    /// A minute of work: `-Dlong.tests=true`.
    @Test
    @EnabledIfSystemProperty(named = "long.tests", matches = "true")
    void iterates_a_million_times() {
        assertThat(iterate(1_000_000))
                .isEqualTo(Bytes.ofHex("7c3911e0ab2586fd864497297e575e6f3bc601c0883c30df5f4dd2d24f665424"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"})
    void refuses_public_keys_of_small_order(String publicKey) {
        assertThat(X25519Exchange.isSound(Bytes.ofHex(publicKey))).isFalse();
        assertThat(X25519Exchange.agree(BASE.toArray(), Bytes.ofHex(publicKey))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            // p, p + 9, 2^255 - 1
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "f6ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            // 9 with bit 255
            "0900000000000000000000000000000000000000000000000000000000000080"})
    void refuses_public_keys_that_are_not_canonical(String publicKey) {
        assertThat(X25519Exchange.isSound(Bytes.ofHex(publicKey))).isFalse();
    }

    @Test
    void takes_the_base_point_and_the_largest_sound_key() {
        assertThat(X25519Exchange.isSound(BASE)).isTrue();
        assertThat(X25519Exchange
                .isSound(Bytes.ofHex("ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"))).isTrue();
    }
}
