package org.hypergolix.golix.codec;

import java.util.ArrayList;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;

/// GOBD: `header(9) | binder(65) | counter u64 | L u16 | targets(L) | dynamic ghid(65) | ghid(65) | signature`.
///
/// The dynamic ghid of frame 0 is derived like any ghid, from everything before its digest; later frames repeat it, and
/// nobody can check it there.
final class FrameLayout {
    /// L has 16 bits.
    private static final int MOST_TARGETS = 0xFFFF / Ghid.LENGTH;

    private FrameLayout() {}

    static Frame read(CipherSuite suite, FieldReader fields) throws MalformedObjectException {
        Ghid binder = fields.ghid("binder");
        long counter = fields.u64("counter");
        int targetsLength = fields.u16("length of the targets");
        if (targetsLength == 0 || targetsLength % Ghid.LENGTH != 0) {
            throw new MalformedObjectException(
                    "The length of the targets is " + targetsLength + ", not a positive multiple of 65.");
        }
        if (targetsLength > fields.remaining()) {
            throw new MalformedObjectException("The object ends inside its targets.");
        }
        int count = targetsLength / Ghid.LENGTH;
        boolean first = counter == 0;
        if (first != (count == 1)) {
            throw new MalformedObjectException("A frame has counter 0 and one target, or a later counter and more; not "
                    + Long.toUnsignedString(counter) + " and " + count + ".");
        }
        List<Ghid> targets = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            targets.add(fields.ghid("target"));
        }
        Ghid dynamic = first ? fields.derivedGhid("dynamic ghid") : fields.ghid("dynamic ghid");
        Ghid ghid = fields.derivedGhid("ghid");
        Bytes signature = fields.last(suite.signatureLength(), "signature");
        return new Frame(suite, binder, counter, targets, dynamic, ghid, signature, fields.encoded());
    }

    static Draft<Frame> draftFirst(CipherSuite suite, Ghid binder, Ghid target) {
        FieldWriter fields = start(suite, binder, 0, List.of(target));
        Ghid dynamic = fields.derivedGhid();
        return finish(suite, binder, 0, List.of(target), dynamic, fields);
    }

    static Draft<Frame> draftNext(CipherSuite suite, Ghid binder, Ghid dynamic, long counter, List<Ghid> targets) {
        if (counter == 0) {
            throw new IllegalArgumentException("The counter of a later frame is at least 1.");
        }
        if (targets.size() < 2 || targets.size() > MOST_TARGETS) {
            throw new IllegalArgumentException(
                    "A later frame has 2 to " + MOST_TARGETS + " targets, not " + targets.size() + ".");
        }
        FieldWriter fields = start(suite, binder, counter, targets).ghid(dynamic);
        return finish(suite, binder, counter, List.copyOf(targets), dynamic, fields);
    }

    private static FieldWriter start(CipherSuite suite, Ghid binder, long counter, List<Ghid> targets) {
        int targetsLength = targets.size() * Ghid.LENGTH;
        FieldWriter fields = new FieldWriter(ObjectKind.FRAME, suite,
                Ghid.LENGTH + Long.BYTES + Short.BYTES + targetsLength + Ghid.LENGTH, suite.signatureLength());
        fields.ghid(binder).u64(counter).u16(targetsLength);
        targets.forEach(fields::ghid);
        return fields;
    }

    private static Draft<Frame> finish(CipherSuite suite, Ghid binder, long counter, List<Ghid> targets, Ghid dynamic,
            FieldWriter fields) {
        return Draft.of(ObjectKind.FRAME, suite, fields, suite.signatureLength(), (ghid, signature,
                encoded) -> new Frame(suite, binder, counter, targets, dynamic, ghid, signature, encoded));
    }
}
