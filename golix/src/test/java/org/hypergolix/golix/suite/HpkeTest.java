package org.hypergolix.golix.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.hypergolix.golix.Bytes;
import org.junit.jupiter.api.Test;

/// RFC 9180, appendix A.2.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, base mode. Only the number of the
/// key encapsulation differs from what requests use.
class HpkeTest {
    private static final int DHKEM_X25519 = 0x0020;
    private static final byte[] SHARED_SECRET = Bytes
            .ofHex("0bbe78490412b4bbea4812666f7916932b828bba79942424abb65244930d69a7").toArray();
    private static final byte[] INFO = Bytes.ofHex("4f6465206f6e2061204772656369616e2055726e").toArray();
    private static final Bytes PLAINTEXT = Bytes.ofHex("4265617574792069732074727574682c20747275746820626561757479");
    private static final Bytes ASSOCIATED = Bytes.ofHex("436f756e742d30");
    private static final Bytes CIPHERTEXT = Bytes
            .ofHex("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28");

    @Test
    void seals_the_first_message_as_rfc_9180_shows() {
        try (Hpke hpke = new Hpke(DHKEM_X25519, SHARED_SECRET, INFO)) {
            assertThat(Bytes.owning(hpke.seal(PLAINTEXT.toArray(), ASSOCIATED))).isEqualTo(CIPHERTEXT);
        }
    }

    @Test
    void opens_the_first_message_and_nothing_else() {
        try (Hpke hpke = new Hpke(DHKEM_X25519, SHARED_SECRET, INFO)) {
            assertThat(hpke.open(CIPHERTEXT, ASSOCIATED).map(Bytes::owning)).contains(PLAINTEXT);
            assertThat(hpke.open(CIPHERTEXT, PLAINTEXT)).isEmpty();
            assertThat(hpke.open(Bytes.concat(CIPHERTEXT, ASSOCIATED), ASSOCIATED)).isEmpty();
        }
        try (Hpke hpke = new Hpke(Hpke.KEM_XWING, SHARED_SECRET, INFO)) {
            assertThat(hpke.open(CIPHERTEXT, ASSOCIATED)).isEmpty();
        }
    }

    @Test
    void exports_the_secrets_that_rfc_9180_shows() {
        try (Hpke hpke = new Hpke(DHKEM_X25519, SHARED_SECRET, INFO)) {
            assertThat(Bytes.owning(hpke.export(new byte[0], 32)))
                    .isEqualTo(Bytes.ofHex("4bbd6243b8bb54cec311fac9df81841b6fd61f56538a775e7c80a9f40160606e"));
            assertThat(Bytes.owning(hpke.export(new byte[1], 32)))
                    .isEqualTo(Bytes.ofHex("8c1df14732580e5501b00f82b10a1647b40713191b7c1240ac80e2b68808ba69"));
            assertThat(Bytes.owning(hpke.export(Bytes.ofHex("54657374436f6e74657874").toArray(), 32)))
                    .isEqualTo(Bytes.ofHex("5acb09211139c43b3090489a9da433e8a30ee7188ba8b0a9a1ccf0c229283e53"));
        }
    }
}
