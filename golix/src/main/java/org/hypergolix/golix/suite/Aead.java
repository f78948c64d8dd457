package org.hypergolix.golix.suite;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.hypergolix.golix.Bytes;

/// ChaCha20-Poly1305 (RFC 8439) with one key and one piece of associated data. Not safe for use by several threads.
final class Aead {
    static final int KEY_LENGTH = 32;
    static final int NONCE_LENGTH = 12;
    static final int TAG_LENGTH = 16;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final Bytes associated;

    Aead(byte[] key, Bytes associated) {
        try {
            this.cipher = Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException missing) {
            throw Missing.algorithm(missing);
        }
        this.key = new SecretKeySpec(key, "ChaCha20");
        this.associated = associated;
    }

    /// Writes ciphertext and tag, `length` + 16 bytes, to `target` from `offset`.
    void seal(byte[] nonce, byte[] plaintext, int length, byte[] target, int offset) {
        try {
            run(Cipher.ENCRYPT_MODE, nonce, plaintext, length, target, offset);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Encryption failed.", impossible);
        }
    }

    /// Writes the plaintext, `length` - 16 bytes, to `target` from `offset`, unless ciphertext, tag, nonce or associated
    /// data are not what was sealed.
    boolean open(byte[] nonce, byte[] ciphertext, int length, byte[] target, int offset) {
        try {
            run(Cipher.DECRYPT_MODE, nonce, ciphertext, length, target, offset);
            return true;
        } catch (AEADBadTagException _) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Decryption failed.", impossible);
        }
    }

    private void run(int mode, byte[] nonce, byte[] source, int length, byte[] target, int offset)
            throws GeneralSecurityException {
        cipher.init(mode, key, new IvParameterSpec(nonce));
        cipher.updateAAD(associated.asByteBuffer());
        cipher.doFinal(source, 0, length, target, offset);
    }
}
