package org.hypergolix.golix.codec;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.StaticBinding;

/// GOBS: `header(9) | binder(65) | target(65) | ghid(65) | signature`.
final class StaticBindingLayout {
    private StaticBindingLayout() {}

    static StaticBinding read(CipherSuite suite, FieldReader fields) throws MalformedObjectException {
        Ghid binder = fields.ghid("binder");
        Ghid target = fields.ghid("target");
        Ghid ghid = fields.derivedGhid("ghid");
        Bytes signature = fields.last(suite.signatureLength(), "signature");
        return new StaticBinding(suite, binder, target, ghid, signature, fields.encoded());
    }

    static Draft<StaticBinding> draft(CipherSuite suite, Ghid binder, Ghid target) {
        FieldWriter fields =
                new FieldWriter(ObjectKind.STATIC_BINDING, suite, 2 * Ghid.LENGTH, suite.signatureLength());
        fields.ghid(binder).ghid(target);
        return Draft.of(ObjectKind.STATIC_BINDING, suite, fields, suite.signatureLength(),
                (ghid, signature, encoded) -> new StaticBinding(suite, binder, target, ghid, signature, encoded));
    }
}
