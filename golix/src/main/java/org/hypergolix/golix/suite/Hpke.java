package org.hypergolix.golix.suite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.hypergolix.golix.Bytes;

/// HPKE (RFC 9180) in base mode with HKDF-SHA256 and ChaCha20-Poly1305, for any key encapsulation.
///
/// Takes the shared secret from outside, so this is the key schedule (5.1), one message (5.2, sequence number 0) and
/// secret export (5.3).
final class Hpke implements AutoCloseable {
    /// MLKEM768-X25519, which is X-Wing.
    static final int KEM_XWING = 0x647A;

    private static final int KDF_HKDF_SHA256 = 0x0001;
    private static final int AEAD_CHACHA20_POLY1305 = 0x0003;
    private static final int HASH_LENGTH = 32;
    private static final byte[] VERSION = ascii("HPKE-v1");
    private static final byte MODE_BASE = 0;
    private static final byte[] NONE = new byte[0];

    private final byte[] suiteId;
    private final byte[] key;
    private final byte[] baseNonce;
    private final byte[] exporterSecret;

    /// Runs the key schedule.
    ///
    /// @param sharedSecret of the key encapsulation `kemId`; not changed
    Hpke(int kemId, byte[] sharedSecret, byte[] info) {
        suiteId = ByteBuffer.allocate(10).put(ascii("HPKE")).putShort((short) kemId).putShort((short) KDF_HKDF_SHA256)
                .putShort((short) AEAD_CHACHA20_POLY1305).array();
        byte[] context = ByteBuffer.allocate(1 + 2 * HASH_LENGTH).put(MODE_BASE)
                .put(extract(NONE, "psk_id_hash", NONE)).put(extract(NONE, "info_hash", info)).array();
        byte[] secret = extract(sharedSecret, "secret", NONE);
        key = expand(secret, "key", context, Aead.KEY_LENGTH);
        baseNonce = expand(secret, "base_nonce", context, Aead.NONCE_LENGTH);
        exporterSecret = expand(secret, "exp", context, HASH_LENGTH);
        Arrays.fill(secret, (byte) 0);
    }

    /// Encrypts the first and only message.
    byte[] seal(byte[] plaintext, Bytes associated) {
        byte[] sealed = new byte[plaintext.length + Aead.TAG_LENGTH];
        new Aead(key, associated).seal(baseNonce, plaintext, plaintext.length, sealed, 0);
        return sealed;
    }

    /// Decrypts the first and only message; nothing if it was altered.
    Optional<byte[]> open(Bytes sealed, Bytes associated) {
        byte[] plaintext = new byte[sealed.size() - Aead.TAG_LENGTH];
        return new Aead(key, associated).open(baseNonce, sealed.toArray(), sealed.size(), plaintext, 0)
                ? Optional.of(plaintext)
                : Optional.empty();
    }

    /// A further secret for `context`, known to both sides only.
    byte[] export(byte[] context, int length) {
        return expand(exporterSecret, "sec", context, length);
    }

    private byte[] extract(byte[] salt, String label, byte[] keyMaterial) {
        byte[] labelBytes = ascii(label);
        byte[] labelled = ByteBuffer
                .allocate(VERSION.length + suiteId.length + labelBytes.length + keyMaterial.length).put(VERSION)
                .put(suiteId).put(labelBytes).put(keyMaterial).array();
        return KeyDerivation.extractSha256(salt, labelled);
    }

    private byte[] expand(byte[] pseudorandomKey, String label, byte[] info, int length) {
        byte[] labelBytes = ascii(label);
        byte[] labelled = ByteBuffer
                .allocate(Short.BYTES + VERSION.length + suiteId.length + labelBytes.length + info.length)
                .putShort((short) length).put(VERSION).put(suiteId).put(labelBytes).put(info).array();
        return KeyDerivation.expandSha256(pseudorandomKey, labelled, length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
        Arrays.fill(baseNonce, (byte) 0);
        Arrays.fill(exporterSecret, (byte) 0);
    }
}
