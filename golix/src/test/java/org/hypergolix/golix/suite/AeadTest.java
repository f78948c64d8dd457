package org.hypergolix.golix.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.hypergolix.golix.Bytes;
import org.junit.jupiter.api.Test;

class AeadTest {
    /// RFC 8439, section 2.8.2.
    @Test
    void seals_and_opens_as_rfc_8439_shows() {
        byte[] key = Bytes.ofHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f").toArray();
        byte[] nonce = Bytes.ofHex("070000004041424344454647").toArray();
        byte[] plaintext =
                ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future,"
                        + " sunscreen would be it.").getBytes(StandardCharsets.US_ASCII);
        Aead aead = new Aead(key, Bytes.ofHex("50515253c0c1c2c3c4c5c6c7"));
        byte[] sealed = new byte[plaintext.length + Aead.TAG_LENGTH];
        aead.seal(nonce, plaintext, plaintext.length, sealed, 0);
        assertThat(Bytes.copyOf(sealed).slice(plaintext.length))
                .isEqualTo(Bytes.ofHex("1ae10b594f09e26a7e902ecbd0600691"));
        assertThat(Bytes.copyOf(sealed).slice(0, 8)).isEqualTo(Bytes.ofHex("d31a8d34648e60db"));
        byte[] opened = new byte[plaintext.length];
        assertThat(aead.open(nonce, sealed, sealed.length, opened, 0)).isTrue();
        assertThat(opened).isEqualTo(plaintext);
        sealed[0] ^= 1;
        assertThat(aead.open(nonce, sealed, sealed.length, opened, 0)).isFalse();
    }
}
