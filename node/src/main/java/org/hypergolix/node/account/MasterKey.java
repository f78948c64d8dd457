package org.hypergolix.node.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.hypergolix.golix.Bytes;

/// The 32 random bytes that everything secret of an account hangs on.
///
/// Sub-keys are HKDF-SHA-512 with salt `hypergolix account 1` and the purpose as info, so that no two purposes share
/// a key.
final class MasterKey implements AutoCloseable {
    static final int LENGTH = 32;
    static final int NAME_LENGTH = 16;

    private static final byte[] SALT = "hypergolix account 1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] key;

    private MasterKey(byte[] key) {
        this.key = key;
    }

    static MasterKey random(SecureRandom random) {
        byte[] key = new byte[LENGTH];
        random.nextBytes(key);
        return new MasterKey(key);
    }

    /// Takes `key` over.
    static MasterKey owning(byte[] key) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("A master key has 32 bytes, not " + key.length + ".");
        }
        return new MasterKey(key);
    }

    /// The key of one purpose, for ChaCha20-Poly1305.
    SecretKey derive(String purpose) {
        byte[] derived = expand(purpose, LENGTH);
        try {
            return new SecretKeySpec(derived, "ChaCha20");
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /// A name of the key that says nothing about it: tells a wrong key file from a damaged account.
    Bytes name() {
        return Bytes.owning(expand("name", NAME_LENGTH));
    }

    /// Bytes for one purpose that are no key of this package.
    Bytes expandBytes(String purpose, int length) {
        return Bytes.owning(expand(purpose, length));
    }

    /// A copy of the key itself; the caller wipes it.
    byte[] copy() {
        return key.clone();
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }

    private byte[] expand(String purpose, int length) {
        try {
            return hkdf().deriveData(HKDFParameterSpec.ofExtract()
                    .addIKM(key)
                    .addSalt(SALT)
                    .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), length));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no HKDF-SHA512.", impossible);
        }
    }

    /// From the provider that has it: without a name, the platform loads all others too.
    private static KDF hkdf() throws GeneralSecurityException {
        try {
            return KDF.getInstance("HKDF-SHA512", "SunJCE");
        } catch (NoSuchProviderException _) {
            return KDF.getInstance("HKDF-SHA512");
        }
    }
}
