package org.hypergolix.node.object;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;

/// The newest frame of a dynamic object that counts for ever: for a foreign object the newest taken over, for an own one
/// the newest that a relay took.
///
/// Space `pins`, key = dynamic address (65), value = `u64 counter | frame (65)`, in clear. Never removed.
record Pin(long counter, Ghid frame) {
    static final String SPACE = "pins";

    private static final int LENGTH = Long.BYTES + Ghid.LENGTH;

    static Optional<Pin> find(StoreView view, Ghid dynamic) {
        return view.record(SPACE, dynamic.bytes()).flatMap(Pin::decode);
    }

    Change put(Ghid dynamic) {
        return new Change.PutRecord(SPACE, dynamic.bytes(), encode());
    }

    Bytes encode() {
        return Bytes.concat(
                Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(counter).array()), frame.bytes());
    }

    static Optional<Pin> decode(Bytes value) {
        if (value.size() != LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Pin(value.asByteBuffer().getLong(), Ghid.fromBytes(value.slice(Long.BYTES))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
