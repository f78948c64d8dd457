package org.hypergolix.golix.codec;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.Request;

/// GARQ: `header(9) | recipient(65) | sealed content | ghid(65) | MAC(64)`; the sealed content is as long as the suite
/// says (512 or 1,648), whatever it holds.
final class RequestLayout {
    private RequestLayout() {}

    static Request read(CipherSuite suite, FieldReader fields) throws MalformedObjectException {
        Ghid recipient = fields.ghid("recipient");
        Bytes sealed = fields.bytes(suite.sealedRequestLength(), "sealed content");
        Ghid ghid = fields.derivedGhid("ghid");
        Bytes mac = fields.last(suite.macLength(), "authentication code");
        return new Request(suite, recipient, sealed, ghid, mac, fields.encoded());
    }

    static Draft<Request> draft(CipherSuite suite, Ghid recipient, Bytes sealed) {
        Draft.requireLength("sealed content", sealed, suite.sealedRequestLength());
        FieldWriter fields = new FieldWriter(ObjectKind.REQUEST, suite, Ghid.LENGTH + sealed.size(), suite.macLength());
        fields.ghid(recipient).bytes(sealed);
        return Draft.of(ObjectKind.REQUEST, suite, fields, suite.macLength(),
                (ghid, mac, encoded) -> new Request(suite, recipient, sealed, ghid, mac, encoded));
    }
}
