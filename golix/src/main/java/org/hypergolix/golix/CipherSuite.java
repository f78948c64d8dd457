package org.hypergolix.golix;

import java.util.Optional;

/// The cipher suites an object may carry. Suites 0 (a dummy) and 2 (never defined) of the original are refused.
public enum CipherSuite {
    /// RSA-4096, AES-256-CTR, X25519: what peers of 2017 understand.
    SUITE_1(1, 512, 64, 512),
    /// Ed25519, X-Wing HPKE, ChaCha20-Poly1305: what new accounts use.
    SUITE_3(3, 64, 64, 1648);

    private final int id;
    private final int signatureLength;
    private final int macLength;
    private final int sealedRequestLength;

    CipherSuite(int id, int signatureLength, int macLength, int sealedRequestLength) {
        this.id = id;
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
