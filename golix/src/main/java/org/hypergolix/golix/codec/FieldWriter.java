package org.hypergolix.golix.codec;

import java.nio.ByteBuffer;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.suite.Digests;

/// Lays out the fields of one object from front to back: the counterpart of [FieldReader].
final class FieldWriter {
    /// Larger objects are refused; this is far beyond what any relay takes.
    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

    private final byte[] encoded;
    private final ByteBuffer fields;

    /// Room for exactly the whole object, with the header written.
    ///
    /// @param bodyLength bytes between the header and the object's own ghid
    /// @throws IllegalArgumentException if the object would be too large
    FieldWriter(ObjectKind kind, CipherSuite suite, long bodyLength, int proofLength) {
        long total = ObjectKind.HEADER_LENGTH + bodyLength + Ghid.LENGTH + proofLength;
        if (total > MOST_BYTES) {
            throw new IllegalArgumentException("An object of " + total + " bytes is too large.");
        }
        encoded = new byte[(int) total];
        fields = ByteBuffer.wrap(encoded);
        bytes(kind.header(suite));
    }

    FieldWriter bytes(Bytes value) {
        fields.put(value.asByteBuffer());
        return this;
    }

    FieldWriter u16(int value) {
        fields.putShort((short) value);
        return this;
    }

    FieldWriter u64(long value) {
        fields.putLong(value);
        return this;
    }

    FieldWriter ghid(Ghid ghid) {
        return bytes(ghid.bytes());
    }

    /// Writes the address whose digest is that of everything before the digest.
    Ghid derivedGhid() {
        fields.put(Ghid.ALGORITHM);
        Ghid ghid = new Ghid(Digests.sha512(Bytes.owning(encoded).slice(0, fields.position())));
        bytes(ghid.digest());
        return ghid;
    }

    /// Bytes not written yet.
    int remaining() {
        return fields.remaining();
    }

    /// The object itself, not a copy.
    byte[] encoded() {
        return encoded;
    }
}
