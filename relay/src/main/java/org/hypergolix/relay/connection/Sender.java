package org.hypergolix.relay.connection;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.Future;
import java.util.List;
import org.hypergolix.relay.request.AnswerQueue;
import org.hypergolix.relay.subscription.Announcement;
import org.hypergolix.relay.subscription.Outbox;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.relay.RelayCodec;

/// Writes to one channel. A write that fails closes the channel, which its handlers notice. On the event loop.
final class Sender {

    private final SocketChannel channel;

    Sender(SocketChannel channel) {
        this.channel = channel;
    }

    /// Writes and flushes answers. If one cannot be written, it and those behind it are dropped.
    void write(List<AnswerQueue.Ready> answers) {
        int written = 0;
        try {
            for (AnswerQueue.Ready answer : answers) {
                write(answer);
                written++;
            }
        } finally {
            answers.subList(written, answers.size()).forEach(AnswerQueue.Ready::drop);
        }
        channel.flush();
    }

    private void write(AnswerQueue.Ready answer) {
        Message message = answer.message();
        if (message.body().size() <= Frames.COPIED_BYTES) {
            unobserved(Frames.whole(channel.alloc(), message.code(), message.token(), message.body()));
            answer.drop();
        } else {
            unobserved(Frames.header(channel.alloc(), message));
            var _ = channel.write(Frames.body(message)).addListener(_ -> answer.drop());
        }
    }

    /// Writes an announcement without flushing.
    void write(Outbox.Letter letter) {
        Announcement announcement = letter.announcement();
        unobserved(Frames.whole(
                channel.alloc(),
                RelayCodec.updateCode(),
                letter.token(),
                announcement.subject().bytes(),
                announcement.object()));
    }

    private void unobserved(Object written) {
        var _ = channel.write(written, channel.voidPromise());
    }

    void ping() {
        var _ = channel.writeAndFlush(new PingWebSocketFrame(), channel.voidPromise());
    }

    /// Says why and ends this side; the other side may still be heard.
    void close(WebSocketCloseStatus status, String reason) {
        var _ = channel.writeAndFlush(new CloseWebSocketFrame(status, reason)).addListener(this::endOutput);
    }

    private void endOutput(Future<?> written) {
        var _ = written.isSuccess() ? channel.shutdownOutput() : channel.close();
    }

    /// Gives a client's own closing frame back, then closes.
    void closeBack(CloseWebSocketFrame frame) {
        var _ = channel.writeAndFlush(frame.retain()).addListener(ChannelFutureListener.CLOSE);
    }
}
