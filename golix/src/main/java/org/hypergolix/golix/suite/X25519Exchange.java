package org.hypergolix.golix.suite;

import java.util.Optional;
import java.util.Set;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.hypergolix.golix.Bytes;

/// X25519 (RFC 7748): 32-byte little-endian keys, the private key clamped on use.
final class X25519Exchange {
    static final int KEY_LENGTH = X25519.POINT_SIZE;

    /// The field order p = 2^255 - 19, big-endian.
    private static final Bytes FIELD_ORDER = Bytes
            .ofHex("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");

    /// Every canonical u whose point has an order that divides 8: 0, 1, two of order 8, and p - 1.
    private static final Set<Bytes> SMALL_ORDER = Set.of(
            Bytes.ofHex("0000000000000000000000000000000000000000000000000000000000000000"),
            Bytes.ofHex("0100000000000000000000000000000000000000000000000000000000000000"),
            Bytes.ofHex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
            Bytes.ofHex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
            Bytes.ofHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));

    private X25519Exchange() {}

    /// The public key of a private one.
    static byte[] publicKey(byte[] privateKey) {
        byte[] key = new byte[KEY_LENGTH];
        X25519.generatePublicKey(privateKey, 0, key, 0);
        return key;
    }

    /// The shared secret, or nothing if it would be all zero, as with a public key of small order.
    static Optional<byte[]> agree(byte[] privateKey, Bytes publicKey) {
        byte[] shared = new byte[KEY_LENGTH];
        return X25519.calculateAgreement(privateKey, 0, publicKey.toArray(), 0, shared, 0)
                ? Optional.of(shared)
                : Optional.empty();
    }

    /// Sets the bits of a private key that RFC 7748 fixes.
    static void clamp(byte[] privateKey) {
        X25519.clampPrivateKey(privateKey);
    }

    /// Whether a public key is canonical (less than the field order) and not of small order.
    static boolean isSound(Bytes publicKey) {
        byte[] bigEndian = new byte[KEY_LENGTH];
        for (int index = 0; index < KEY_LENGTH; index++) {
            bigEndian[index] = publicKey.at(KEY_LENGTH - 1 - index);
        }
        return Bytes.owning(bigEndian).compareTo(FIELD_ORDER) < 0 && !SMALL_ORDER.contains(publicKey);
    }
}
