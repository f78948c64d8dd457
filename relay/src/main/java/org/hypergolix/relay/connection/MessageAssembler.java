package org.hypergolix.relay.connection;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.wire.Message;

/// Puts the parts of a message together, up to the largest message there is. On the event loop.
final class MessageAssembler {

    private static final int FIRST_CAPACITY = 4 * 1024;

    private byte[] parts = new byte[0];
    private int length;
    private boolean started;

    /// Thrown when parts do not make a message; the connection is closed with this status.
    static final class ViolationException extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;

        ViolationException(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /// Whether a message has begun and not ended.
    boolean isStarted() {
        return started;
    }

    /// Begins a message.
    ///
    /// @return the message if it ends here as well
    Optional<Bytes> begin(ByteBuf content, boolean last) throws ViolationException {
        if (started) {
            throw new ViolationException(1002, "a message begins before the last one ended");
        }
        if (last) {
            byte[] message = new byte[content.readableBytes()];
            content.readBytes(message);
            return Optional.of(Bytes.owning(message));
        }
        started = true;
        append(content);
        return Optional.empty();
    }

    /// Goes on with a message.
    ///
    /// @return the message if it ends here
    Optional<Bytes> proceed(ByteBuf content, boolean last) throws ViolationException {
        if (!started) {
            throw new ViolationException(1002, "a message goes on that never began");
        }
        append(content);
        if (!last) {
            return Optional.empty();
        }
        Bytes message = Bytes.owning(Arrays.copyOf(parts, length));
        clear();
        return Optional.of(message);
    }

    private void append(ByteBuf content) throws ViolationException {
        int added = content.readableBytes();
        if (length + added > Message.MAX_LENGTH) {
            clear();
            throw new ViolationException(1009, "a message has at most " + Message.MAX_LENGTH + " bytes");
        }
        if (length + added > parts.length) {
            int capacity = Math.max(FIRST_CAPACITY, Math.max(2 * parts.length, length + added));
            parts = Arrays.copyOf(parts, Math.min(capacity, Message.MAX_LENGTH));
        }
        content.readBytes(parts, length, added);
        length += added;
    }

    private void clear() {
        parts = new byte[0];
        length = 0;
        started = false;
    }
}
