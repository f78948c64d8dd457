package org.hypergolix.golix.codec;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;

/// GDXX: `header(9) | debinder(65) | target(65) | ghid(65) | signature`.
final class DebindingLayout {
    private DebindingLayout() {}

    static Debinding read(CipherSuite suite, FieldReader fields) throws MalformedObjectException {
        Ghid debinder = fields.ghid("debinder");
        Ghid target = fields.ghid("target");
        Ghid ghid = fields.derivedGhid("ghid");
        Bytes signature = fields.last(suite.signatureLength(), "signature");
        return new Debinding(suite, debinder, target, ghid, signature, fields.encoded());
    }

    static Draft<Debinding> draft(CipherSuite suite, Ghid debinder, Ghid target) {
        FieldWriter fields = new FieldWriter(ObjectKind.DEBINDING, suite, 2 * Ghid.LENGTH, suite.signatureLength());
        fields.ghid(debinder).ghid(target);
        return Draft.of(ObjectKind.DEBINDING, suite, fields, suite.signatureLength(),
                (ghid, signature, encoded) -> new Debinding(suite, debinder, target, ghid, signature, encoded));
    }
}
