package org.hypergolix.golix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The six kinds of Golix object: how each is marked in its first eight bytes, and the name people see.
public enum ObjectKind {
    /// Public keys of one party; its address is the fingerprint.
    IDENTITY("GIDC", 2, "identity"),
    /// Encrypted content.
    CONTAINER("GEOC", 14, "container"),
    /// Keeps one target alive, for ever the same.
    STATIC_BINDING("GOBS", 6, "static-binding"),
    /// The newest state of a dynamic binding.
    FRAME("GOBD", 16, "frame"),
    /// Undoes a binding, a debinding or a request.
    DEBINDING("GDXX", 9, "debinding"),
    /// Encrypted to one recipient: an offer of a share, or the answer to one.
    REQUEST("GARQ", 12, "request");

    /// Bytes of the header: magic (4), version (4), cipher suite (1).
    public static final int HEADER_LENGTH = 9;

    private final String magic;
    private final int version;
    private final String label;

    ObjectKind(String magic, int version, String label) {
        this.magic = magic;
        this.version = version;
        this.label = label;
    }

    /// The first four bytes of the object, as ASCII.
    public String magic() {
        return magic;
    }

    /// The only version accepted.
    public int version() {
        return version;
    }

    /// The name in messages and JSON.
    public String label() {
        return label;
    }

    /// The header of an object of this kind and suite.
    public Bytes header(CipherSuite suite) {
        return Bytes.owning(ByteBuffer.allocate(HEADER_LENGTH).put(magic.getBytes(StandardCharsets.US_ASCII))
                .putInt(version).put((byte) suite.id()).array());
    }
}
