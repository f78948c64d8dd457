package org.hypergolix.wire.websocket;

import javax.net.ssl.SSLContext;
import org.hypergolix.wire.Message;
import org.jspecify.annotations.Nullable;

/// Limits of a [WebSocketChannel]. Start from [#defaults()].
///
/// @param openTimeoutMillis for everything until the channel is open: name, TCP, TLS, websocket handshake
/// @param maxMessageBytes the largest message taken from the peer; a larger one closes the channel before it is read
/// @param maxQueuedBytes that may wait to be sent before [WebSocketChannel#send] waits
/// @param sendTimeoutMillis for a message to find room in that queue; after that the peer is given up
/// @param pongAfterMillis without a message from the peer a pong goes out, which keeps address translators and proxies
///     from forgetting the connection; what peers of 2017 do after 57 s
/// @param pingAfterMillis without a byte from the peer it is asked for a sign of life
/// @param pingTimeoutMillis for that sign; after that the peer is given up
/// @param tls for `wss`; null is the platform's own, with its list of authorities
public record WebSocketOptions(
        int openTimeoutMillis,
        int maxMessageBytes,
        int maxQueuedBytes,
        int sendTimeoutMillis,
        int pongAfterMillis,
        int pingAfterMillis,
        int pingTimeoutMillis,
        @Nullable SSLContext tls) {

    /// 15 s to open, messages as large as the protocol allows, 1 MiB of them queued, dead peers noticed within a minute.
    public static WebSocketOptions defaults() {
        return new WebSocketOptions(15_000, Message.MAX_LENGTH, 1 << 20, 30_000, 57_000, 30_000, 20_000, null);
    }

    /// The same with another limit for messages from the peer.
    public WebSocketOptions withMaxMessageBytes(int bytes) {
        return new WebSocketOptions(
                openTimeoutMillis, bytes, maxQueuedBytes, sendTimeoutMillis, pongAfterMillis, pingAfterMillis,
                pingTimeoutMillis, tls);
    }

    /// The same with another limit for the time until the channel is open.
    public WebSocketOptions withOpenTimeoutMillis(int millis) {
        return new WebSocketOptions(
                millis, maxMessageBytes, maxQueuedBytes, sendTimeoutMillis, pongAfterMillis, pingAfterMillis,
                pingTimeoutMillis, tls);
    }

    /// The same with other limits for sending.
    public WebSocketOptions withQueue(int maxBytes, int timeoutMillis) {
        return new WebSocketOptions(
                openTimeoutMillis, maxMessageBytes, maxBytes, timeoutMillis, pongAfterMillis, pingAfterMillis,
                pingTimeoutMillis, tls);
    }

    /// The same with other times for noticing a dead peer.
    public WebSocketOptions withLiveness(int pongMillis, int pingMillis, int timeoutMillis) {
        return new WebSocketOptions(
                openTimeoutMillis, maxMessageBytes, maxQueuedBytes, sendTimeoutMillis, pongMillis, pingMillis,
                timeoutMillis, tls);
    }

    /// The same with other trust for `wss`.
    public WebSocketOptions withTls(SSLContext context) {
        return new WebSocketOptions(
                openTimeoutMillis, maxMessageBytes, maxQueuedBytes, sendTimeoutMillis, pongAfterMillis, pingAfterMillis,
                pingTimeoutMillis, context);
    }
}
