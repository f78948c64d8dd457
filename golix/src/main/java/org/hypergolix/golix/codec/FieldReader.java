package org.hypergolix.golix.codec;

import java.nio.charset.StandardCharsets;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.suite.Digests;

/// Reads the fields of one object from front to back. Nothing is allocated from a length that was not checked.
final class FieldReader {
    private final Bytes encoded;
    private int position;

    FieldReader(Bytes encoded) {
        this.encoded = encoded;
    }

    /// The whole object.
    Bytes encoded() {
        return encoded;
    }

    /// Bytes not read yet.
    int remaining() {
        return encoded.size() - position;
    }

    Bytes bytes(int length, String field) throws MalformedObjectException {
        if (length > remaining()) {
            throw new MalformedObjectException("The object ends inside its " + field + ".");
        }
        Bytes bytes = encoded.slice(position, length);
        position += length;
        return bytes;
    }

    private int u8(String field) throws MalformedObjectException {
        return bytes(1, field).at(0) & 0xFF;
    }

    int u16(String field) throws MalformedObjectException {
        return bytes(Short.BYTES, field).asByteBuffer().getShort() & 0xFFFF;
    }

    long u64(String field) throws MalformedObjectException {
        return bytes(Long.BYTES, field).asByteBuffer().getLong();
    }

    ObjectKind magic() throws MalformedObjectException {
        String magic = new String(bytes(4, "magic").toArray(), StandardCharsets.ISO_8859_1);
        for (ObjectKind kind : ObjectKind.values()) {
            if (kind.magic().equals(magic)) {
                return kind;
            }
        }
        throw new MalformedObjectException("This is no Golix object: its first four bytes are unknown.");
    }

    void version(ObjectKind kind) throws MalformedObjectException {
        int version = bytes(Integer.BYTES, "version").asByteBuffer().getInt();
        if (version != kind.version()) {
            throw new MalformedObjectException("The version of this " + kind.label() + " is "
                    + Integer.toUnsignedString(version) + "; only " + kind.version() + " is accepted.");
        }
    }

    CipherSuite suite() throws MalformedObjectException {
        int id = u8("cipher suite");
        return CipherSuite.of(id).orElseThrow(
                () -> new MalformedObjectException("The cipher suite is " + id + "; only 1 and 3 are accepted."));
    }

    Ghid ghid(String field) throws MalformedObjectException {
        int algorithm = u8(field);
        if (algorithm != Ghid.ALGORITHM) {
            throw new MalformedObjectException(
                    "The address algorithm of the " + field + " is " + algorithm + "; only 1 is accepted.");
        }
        return new Ghid(bytes(Ghid.DIGEST_LENGTH, field));
    }

    /// An address whose digest must be that of everything before the digest.
    Ghid derivedGhid(String field) throws MalformedObjectException {
        Ghid ghid = ghid(field);
        Bytes preimage = encoded.slice(0, position - Ghid.DIGEST_LENGTH);
        if (!Digests.sha512(preimage).equals(ghid.digest())) {
            throw MalformedObjectException.digestMismatch(field);
        }
        return ghid;
    }

    /// The last field of the object.
    Bytes last(int length, String field) throws MalformedObjectException {
        Bytes bytes = bytes(length, field);
        if (remaining() != 0) {
            throw new MalformedObjectException("There are " + remaining() + " bytes after the end of the object.");
        }
        return bytes;
    }
}
