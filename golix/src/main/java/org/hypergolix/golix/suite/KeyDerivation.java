package org.hypergolix.golix.suite;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.hypergolix.golix.Bytes;

/// HKDF (RFC 5869) and HMAC of the platform.
final class KeyDerivation {
    private KeyDerivation() {}

    /// HKDF-SHA512, extract and expand: `length` bytes.
    static byte[] hkdfSha512(byte[] keyMaterial, byte[] salt, byte[] info, int length) {
        return derive("HKDF-SHA512", HKDFParameterSpec.ofExtract().addIKM(keyMaterial).addSalt(salt).thenExpand(info,
                length));
    }

    /// HKDF-SHA256, the first half: a pseudorandom key of 32 bytes.
    static byte[] extractSha256(byte[] salt, byte[] keyMaterial) {
        HKDFParameterSpec.Builder extract = HKDFParameterSpec.ofExtract();
        // Both may be empty, which the platform wants to hear as "not there".
        if (keyMaterial.length > 0) {
            extract.addIKM(keyMaterial);
        }
        if (salt.length > 0) {
            extract.addSalt(salt);
        }
        return derive("HKDF-SHA256", extract.extractOnly());
    }

    /// HKDF-SHA256, the second half: `length` bytes from a pseudorandom key.
    static byte[] expandSha256(byte[] pseudorandomKey, byte[] info, int length) {
        return derive("HKDF-SHA256",
                HKDFParameterSpec.expandOnly(new SecretKeySpec(pseudorandomKey, "Generic"), info, length));
    }

    /// HMAC-SHA512 of all `parts`: 64 bytes.
    static Bytes hmacSha512(byte[] key, Bytes... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(key, "HmacSHA512"));
            for (Bytes part : parts) {
                mac.update(part.asByteBuffer());
            }
            return Bytes.owning(mac.doFinal());
        } catch (GeneralSecurityException missing) {
            throw Missing.algorithm(missing);
        }
    }

    private static byte[] derive(String algorithm, HKDFParameterSpec parameters) {
        try {
            return kdf(algorithm).deriveData(parameters);
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException missing) {
            throw Missing.algorithm(missing);
        }
    }

    /// From the provider that has it. Without a name, the platform instantiates every provider that is there after the
    /// first that fits, Bouncy Castle's with its thousand classes included: 0.5 s and 15 MB.
    private static KDF kdf(String algorithm) throws NoSuchAlgorithmException {
        try {
            return KDF.getInstance(algorithm, "SunJCE");
        } catch (NoSuchProviderException _) {
            return KDF.getInstance(algorithm);
        }
    }
}
