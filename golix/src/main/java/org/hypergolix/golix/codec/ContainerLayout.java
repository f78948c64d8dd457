package org.hypergolix.golix.codec;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.suite.Suite;

/// GEOC: `header(9) | author(65) | N u64 | sealed content(N) | ghid(65) | signature`.
final class ContainerLayout {
    private ContainerLayout() {}

    static Container read(CipherSuite suite, FieldReader fields) throws MalformedObjectException {
        Ghid author = fields.ghid("author");
        long length = fields.u64("content length");
        long expected = (long) fields.remaining() - Ghid.LENGTH - suite.signatureLength();
        if (length != expected) {
            throw new MalformedObjectException("The content length is " + Long.toUnsignedString(length)
                    + ", which is not the length of this object.");
        }
        if (expected < 0 || !Suite.of(suite).isSealedLength(expected)) {
            throw new MalformedObjectException("No content of this suite has the length " + expected + ".");
        }
        Bytes sealedContent = fields.bytes((int) expected, "content");
        Ghid ghid = fields.derivedGhid("ghid");
        Bytes signature = fields.last(suite.signatureLength(), "signature");
        return new Container(suite, author, sealedContent, ghid, signature, fields.encoded());
    }

    static Draft<Container> draft(CipherSuite suite, Ghid author, Bytes sealedContent) {
        int sealedLength = sealedContent.size();
        FieldWriter fields =
                new FieldWriter(ObjectKind.CONTAINER, suite, Ghid.LENGTH + Long.BYTES + (long) sealedLength,
                        suite.signatureLength());
        fields.ghid(author).u64(sealedLength).bytes(sealedContent);
        return Draft.of(ObjectKind.CONTAINER, suite, fields, suite.signatureLength(),
                (ghid, signature, encoded) -> new Container(suite, author,
                        encoded.slice(ObjectKind.HEADER_LENGTH + Ghid.LENGTH + Long.BYTES, sealedLength), ghid,
                        signature, encoded));
    }
}
