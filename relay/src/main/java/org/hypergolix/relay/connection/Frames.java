package org.hypergolix.relay.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.hypergolix.golix.Bytes;
import org.hypergolix.wire.Message;

/// Messages as websocket frames of a server: final, binary, not masked (RFC 6455 section 5.2).
final class Frames {

    /// Bodies up to this size are copied behind their headers: cheaper than a second buffer.
    static final int COPIED_BYTES = 8 * 1024;

    private static final int FINAL_BINARY = 0x82;

    private Frames() {}

    /// The frame of a message with a small body.
    static ByteBuf whole(ByteBufAllocator allocator, int code, int token, Bytes... body) {
        int length = 0;
        for (Bytes part : body) {
            length += part.size();
        }
        ByteBuf frame = header(allocator, code, token, length, length);
        for (Bytes part : body) {
            frame.writeBytes(part.asByteBuffer());
        }
        return frame;
    }

    /// The frame of a message up to its body.
    static ByteBuf header(ByteBufAllocator allocator, Message message) {
        return header(allocator, message.code(), message.token(), message.body().size(), 0);
    }

    private static ByteBuf header(ByteBufAllocator allocator, int code, int token, int bodyLength, int room) {
        int payloadLength = Message.HEADER_LENGTH + bodyLength;
        ByteBuf frame = allocator.ioBuffer(10 + Message.HEADER_LENGTH + room).writeByte(FINAL_BINARY);
        if (payloadLength < 126) {
            frame.writeByte(payloadLength);
        } else if (payloadLength < 1 << 16) {
            frame.writeByte(126).writeShort(payloadLength);
        } else {
            frame.writeByte(127).writeLong(payloadLength);
        }
        return frame.writeShort(0).writeShort(code).writeShort(token);
    }

    /// The body that follows such a header.
    static ByteBuf body(Message message) {
        return Unpooled.wrappedBuffer(message.body().asByteBuffer());
    }
}
