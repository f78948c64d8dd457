package org.hypergolix.golix.suite;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.hypergolix.golix.Bytes;
import org.jspecify.annotations.Nullable;

/// Ed25519 (RFC 8032, pure) under one fixed rule, so that no two relays ever disagree about a signature.
///
/// All must hold: S is less than the group order; A and R decode strictly (5.1.3: no y of the field order or more, no
/// point off the curve, no zero x with a sign); A is not of small order (R may be); the equation holds with the
/// cofactor. Bouncy Castle does exactly this; the twelve well-known acceptance cases in the tests show it.
final class Ed25519Signature {
    static final int SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;
    static final int KEY_LENGTH = Ed25519.PUBLIC_KEY_SIZE;
    static final int LENGTH = Ed25519.SIGNATURE_SIZE;

    private Ed25519Signature() {}

    /// The point that `key` stands for, or null if it does not decode or is of small order.
    static Ed25519.@Nullable PublicPoint decodeKey(Bytes key) {
        // "Partial" leaves out only the subgroup check: a torsion component is allowed, small order is not.
        return Ed25519.validatePublicKeyPartialExport(key.toArray(), 0);
    }

    /// The public key of a 32-byte seed.
    static byte[] publicKey(byte[] seed) {
        byte[] key = new byte[KEY_LENGTH];
        Ed25519.generatePublicKey(seed, 0, key, 0);
        return key;
    }

    static Bytes sign(byte[] seed, byte[] publicKey, Bytes message) {
        byte[] signature = new byte[LENGTH];
        byte[] bytes = message.toArray();
        Ed25519.sign(seed, 0, publicKey, 0, bytes, 0, bytes.length, signature, 0);
        return Bytes.owning(signature);
    }

    static boolean verifies(Ed25519.PublicPoint key, Bytes message, Bytes signature) {
        byte[] bytes = message.toArray();
        return signature.size() == LENGTH
                && Ed25519.verify(signature.toArray(), 0, key, bytes, 0, bytes.length);
    }
}
