package org.hypergolix.golix;

import java.util.Optional;

/// The cipher suites an object may carry. Suites 0 (a dummy) and 2 (never defined) of the original are refused.
public enum CipherSuite {
    /// RSA-4096, AES-256-CTR, X25519: what peers of 2017 understand.
    SUITE_1(1, 512, 512, 512, 64, 512),
    /// Ed25519, X-Wing HPKE, ChaCha20-Poly1305: what new accounts use.
    SUITE_3(3, 64, 1216, 64, 64, 1648);

    /// Bytes of an exchange key, in every suite.
    public static final int EXCHANGE_KEY_LENGTH = 32;

    private final int id;
    private final int signatureKeyLength;
    private final int encryptionKeyLength;
    private final int signatureLength;
    private final int macLength;
    private final int sealedRequestLength;

    CipherSuite(int id, int signatureKeyLength, int encryptionKeyLength, int signatureLength, int macLength,
            int sealedRequestLength) {
        this.id = id;
        this.signatureKeyLength = signatureKeyLength;
        this.encryptionKeyLength = encryptionKeyLength;
        this.signatureLength = signatureLength;
        this.macLength = macLength;
        this.sealedRequestLength = sealedRequestLength;
    }

    /// The suite with this number on the wire, if it is accepted.
    public static Optional<CipherSuite> of(int id) {
        return switch (id) {
            case 1 -> Optional.of(SUITE_1);
            case 3 -> Optional.of(SUITE_3);
            default -> Optional.empty();
        };
    }

    /// The number on the wire.
    public int id() {
        return id;
    }

    /// Bytes of an identity's signature key material.
    public int signatureKeyLength() {
        return signatureKeyLength;
    }

    /// Bytes of an identity's encryption key material.
    public int encryptionKeyLength() {
        return encryptionKeyLength;
    }

    /// Bytes of a signature.
    public int signatureLength() {
        return signatureLength;
    }

    /// Bytes of a request's authentication code.
    public int macLength() {
        return macLength;
    }

    /// Bytes of a request between the recipient and the address algorithm: what is encrypted to the recipient.
    public int sealedRequestLength() {
        return sealedRequestLength;
    }
}
