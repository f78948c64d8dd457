package org.hypergolix.relay.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.util.Optional;
import org.hypergolix.golix.Bytes;

/// Turns websocket frames into messages of a connection, and violations into its end.
final class MessageHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final System.Logger LOGGER = System.getLogger(MessageHandler.class.getName());

    private final ClientConnection connection;
    private final MessageAssembler assembler = new MessageAssembler();

    MessageHandler(ClientConnection connection) {
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame)
            throws MessageAssembler.ViolationException {
        ByteBuf content = frame.content();
        switch (frame) {
            case BinaryWebSocketFrame binary -> deliver(assembler.begin(content, binary.isFinalFragment()));
            case ContinuationWebSocketFrame part -> deliver(assembler.proceed(content, part.isFinalFragment()));
            case PingWebSocketFrame _ -> answerPing(context, content);
            case PongWebSocketFrame _ -> {
                // A sign of life, counted when its bytes came.
            }
            case CloseWebSocketFrame close -> connection.closedByClient(close);
            default -> throw new MessageAssembler.ViolationException(1011, "binary messages only");
        }
        if (!assembler.isStarted()) {
            connection.messageBoundary();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        connection.readComplete();
        context.fireChannelReadComplete();
    }

    private void deliver(Optional<Bytes> message) {
        message.ifPresent(connection::received);
    }

    /// Without a queue: a client that does not read gets no answer.
    private static void answerPing(ChannelHandlerContext context, ByteBuf content) {
        if (context.channel().isWritable()) {
            var _ = context.writeAndFlush(new PongWebSocketFrame(content.retain()), context.voidPromise());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        connection.writabilityChanged();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.gone();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        switch (failure.getCause() instanceof CorruptedWebSocketFrameException corrupted ? corrupted : failure) {
            case MessageAssembler.ViolationException violation ->
                connection.close(new WebSocketCloseStatus(violation.status(), ""),
                        String.valueOf(violation.getMessage()));
            case CorruptedWebSocketFrameException corrupted ->
                connection.close(corrupted.closeStatus(), "not a frame the relay takes");
            case IOException _ -> connection.abort();
            default -> {
                LOGGER.log(System.Logger.Level.ERROR, "A connection failed.", failure);
                connection.close(WebSocketCloseStatus.INTERNAL_SERVER_ERROR, "");
                connection.abort();
            }
        }
    }
}
