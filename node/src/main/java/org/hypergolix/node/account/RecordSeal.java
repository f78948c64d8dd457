package org.hypergolix.node.account;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import org.hypergolix.golix.Bytes;

/// Seals the secret values of records, so that the store's file alone tells nobody an object's key or a token.
///
/// A sealed value is `01 | nonce(12) | ciphertext | tag(16)`, ChaCha20-Poly1305 under the account's sub-key for the
/// space, with `u8 length of space | space | record key` as associated bytes: a value opens only where it was put.
/// Nonces are random; 2^32 sealings a space would still collide with a probability below 2^-32.
///
/// Safe for use by any thread.
public final class RecordSeal {
    /// What sealing adds to a value.
    public static final int OVERHEAD = 1 + Aead.NONCE_LENGTH + Aead.TAG_LENGTH;

    private static final byte VERSION = 1;

    private final MasterKey master;
    private final SecureRandom random;
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

    RecordSeal(MasterKey master, SecureRandom random) {
        this.master = master;
        this.random = random;
    }

    /// The sealed form of `value` for the record `key` of `space`.
    public Bytes seal(String space, Bytes key, Bytes value) {
        byte[] nonce = new byte[Aead.NONCE_LENGTH];
        random.nextBytes(nonce);
        return seal(space, key, value, nonce);
    }

    Bytes seal(String space, Bytes key, Bytes value, byte[] nonce) {
        byte[] sealed = Aead.seal(keyOf(space), nonce, associated(space, key), value.toArray());
        return Bytes.concat(Bytes.owning(new byte[]{VERSION}), Bytes.owning(nonce), Bytes.owning(sealed));
    }

    /// The value that was sealed for this record, or nothing if it was not, or was altered.
    public Optional<Bytes> open(String space, Bytes key, Bytes sealed) {
        if (sealed.size() < OVERHEAD || sealed.at(0) != VERSION) {
            return Optional.empty();
        }
        byte[] nonce = sealed.slice(1, Aead.NONCE_LENGTH).toArray();
        byte[] ciphertext = sealed.slice(1 + Aead.NONCE_LENGTH).toArray();
        return Aead.open(keyOf(space), nonce, associated(space, key), ciphertext).map(Bytes::owning);
    }

    private SecretKey keyOf(String space) {
        return keys.computeIfAbsent(space, name -> master.derive("record " + name));
    }

    private static Bytes associated(String space, Bytes key) {
        byte[] name = space.getBytes(StandardCharsets.US_ASCII);
        return Bytes.concat(Bytes.owning(new byte[]{(byte) name.length}), Bytes.owning(name), key);
    }
}
