package io.telemeter.bench.harness;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// The fields of an encoded frame that a measurement looks at; `docs/golix.md` has the layout. Checking the whole frame
/// would be measured as well.
final class FrameFields {
    private static final int COUNTER_OFFSET = 74;
    private static final int TARGET_OFFSET = 84;

    private FrameFields() {}

    static long counter(Bytes frame) {
        return frame.asByteBuffer().getLong(COUNTER_OFFSET);
    }

    static Ghid target(Bytes frame) {
        return Ghid.fromBytes(frame.slice(TARGET_OFFSET, Ghid.LENGTH));
    }
}
