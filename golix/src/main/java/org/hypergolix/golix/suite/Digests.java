package org.hypergolix.golix.suite;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.hypergolix.golix.Bytes;

/// The hash behind every address: SHA-512, the same in all suites.
public final class Digests {
    private Digests() {}

    /// The 64 bytes of SHA-512 over `parts`, one after the other.
    public static Bytes sha512(Bytes... parts) {
        MessageDigest digest = instance("SHA-512");
        for (Bytes part : parts) {
            digest.update(part.asByteBuffer());
        }
        return Bytes.owning(digest.digest());
    }

    static MessageDigest instance(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException missing) {
            throw Missing.algorithm(missing);
        }
    }
}
