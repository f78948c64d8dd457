package org.hypergolix.golix;

/// The public keys of one party (GIDC). Its address is the party's fingerprint.
///
/// @param signatureKey suite 1: RSA modulus (512 bytes); suite 3: Ed25519 key and rotation commitment (64)
/// @param encryptionKey suite 1: RSA modulus (512); suite 3: X-Wing public key (1216)
/// @param exchangeKey X25519 public key (32), little-endian
public record Identity(
        CipherSuite suite, Bytes signatureKey, Bytes encryptionKey, Bytes exchangeKey, Ghid ghid, Bytes encoded)
        implements GolixObject {
    @Override
    public ObjectKind kind() {
        return ObjectKind.IDENTITY;
    }
}
