package org.hypergolix.relay.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.buffer.ByteBuf;

/// The first to see what comes in: counts it, and throws it away once the connection is closing.
final class IntakeHandler extends ChannelInboundHandlerAdapter {

    private final ClientConnection connection;

    IntakeHandler(ClientConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (read instanceof ByteBuf bytes && connection.received(bytes.readableBytes())) {
            context.fireChannelRead(bytes);
        } else {
            ReferenceCountUtil.release(read);
        }
    }
}
