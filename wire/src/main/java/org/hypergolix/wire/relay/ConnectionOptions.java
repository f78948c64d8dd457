package org.hypergolix.wire.relay;

import org.hypergolix.wire.CallTable;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.websocket.WebSocketOptions;

/// Limits of a connection to a relay. Start from [#defaults()] or [#agent()].
///
/// @param channel the limits of the websocket below
/// @param requestTimeoutMillis for the answer to a request, from when it is sent; longer by what sending the requests
///     under way takes at 64 KiB/s, as a slow line is not a dead one
/// @param maxRequests that may be under way; further ones wait
/// @param maxRequestBytes that requests under way may have together, a single one excepted; further ones wait
/// @param maxUpdates from the relay that may wait for the listener; more close the connection
/// @param maxUpdateBytes that those may have together
public record ConnectionOptions(
        WebSocketOptions channel,
        int requestTimeoutMillis,
        int maxRequests,
        int maxRequestBytes,
        int maxUpdates,
        int maxUpdateBytes) {

    /// Checks the ranges.
    public ConnectionOptions {
        if (maxRequests < 1 || maxRequests > CallTable.MAX_CAPACITY) {
            throw new IllegalArgumentException("Requests under way: 1 to " + CallTable.MAX_CAPACITY + ".");
        }
    }

    /// 30 s for an answer, 64 requests under way, messages as large as the protocol allows.
    public static ConnectionOptions defaults() {
        return new ConnectionOptions(
                WebSocketOptions.defaults(), 30_000, 64, 2 * Message.MAX_LENGTH, 4_096, 2 * Message.MAX_LENGTH);
    }

    /// For a process with little memory: messages up to 1 MiB.
    public static ConnectionOptions agent() {
        int megabyte = 1 << 20;
        return new ConnectionOptions(
                WebSocketOptions.defaults().withMaxMessageBytes(megabyte), 30_000, 64, 2 * megabyte, 1_024,
                2 * megabyte);
    }

    /// The same over a websocket with other limits.
    public ConnectionOptions withChannel(WebSocketOptions options) {
        return new ConnectionOptions(
                options, requestTimeoutMillis, maxRequests, maxRequestBytes, maxUpdates, maxUpdateBytes);
    }

    /// The same with another time for answers.
    public ConnectionOptions withRequestTimeoutMillis(int millis) {
        return new ConnectionOptions(channel, millis, maxRequests, maxRequestBytes, maxUpdates, maxUpdateBytes);
    }

    /// The same with other limits for requests under way.
    public ConnectionOptions withRequests(int requests, int bytes) {
        return new ConnectionOptions(channel, requestTimeoutMillis, requests, bytes, maxUpdates, maxUpdateBytes);
    }

    /// The same with other limits for waiting updates.
    public ConnectionOptions withUpdates(int updates, int bytes) {
        return new ConnectionOptions(channel, requestTimeoutMillis, maxRequests, maxRequestBytes, updates, bytes);
    }
}
