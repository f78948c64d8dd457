package org.hypergolix.node.account;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.hypergolix.golix.Bytes;

/// ChaCha20-Poly1305 as this package uses it: 12 bytes of nonce, 16 of tag behind the ciphertext.
final class Aead {
    static final int NONCE_LENGTH = 12;
    static final int TAG_LENGTH = 16;

    private Aead() {}

    static byte[] seal(SecretKey key, byte[] nonce, Bytes associated, byte[] plaintext) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, associated);
            return cipher.doFinal(plaintext);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no ChaCha20-Poly1305.", impossible);
        }
    }

    /// The plaintext, or nothing if key, nonce, associated bytes or ciphertext are not those of the sealing.
    static Optional<byte[]> open(SecretKey key, byte[] nonce, Bytes associated, byte[] ciphertext) {
        if (ciphertext.length < TAG_LENGTH) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, associated);
            return Optional.of(cipher.doFinal(ciphertext));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no ChaCha20-Poly1305.", impossible);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, Bytes associated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, key, new IvParameterSpec(nonce));
        cipher.updateAAD(associated.asByteBuffer());
        return cipher;
    }
}
