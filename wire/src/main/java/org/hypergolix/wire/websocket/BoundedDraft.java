package org.hypergolix.wire.websocket;

import java.util.List;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.Framedata;

/// The protocol of RFC 6455 with a limit for messages in parts.
///
/// The library checks the length of a frame, and the sum of a message's parts at its first and last part only: parts that
/// never end would fill the memory. Here the sum and the number of the parts are checked at every part.
final class BoundedDraft extends Draft_6455 {

    /// The most parts of a message; each costs memory beside its bytes.
    private static final int MAX_PARTS = 16_384;

    private final int maxMessageBytes;
    private long messageBytes;
    private int parts;

    BoundedDraft(int maxMessageBytes) {
        super(List.of(), maxMessageBytes);
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public Draft copyInstance() {
        return new BoundedDraft(maxMessageBytes);
    }

    @Override
    public void processFrame(WebSocketImpl engine, Framedata frame) throws InvalidDataException {
        Opcode opcode = frame.getOpcode();
        if (opcode == Opcode.BINARY || opcode == Opcode.TEXT || opcode == Opcode.CONTINUOUS) {
            count(frame);
        }
        super.processFrame(engine, frame);
    }

    private void count(Framedata frame) throws LimitExceededException {
        messageBytes += frame.getPayloadData().remaining();
        parts++;
        if (messageBytes > maxMessageBytes || parts > MAX_PARTS) {
            throw new LimitExceededException("message too large", maxMessageBytes);
        }
        if (frame.isFin()) {
            messageBytes = 0;
            parts = 0;
        }
    }

    /// One limit is as good as another with the same value.
    @Override
    public boolean equals(Object other) {
        return other instanceof BoundedDraft draft
                && draft.maxMessageBytes == maxMessageBytes
                && super.equals(other);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + maxMessageBytes;
    }
}
