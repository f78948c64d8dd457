package org.hypergolix.wire.websocket;

import java.util.concurrent.TimeUnit;

/// Decides from the clock when to send a pong unasked, when to ask for a sign of life, and when to give a peer up.
///
/// Times are those of one monotonic clock, in nanoseconds.
final class Heartbeat {

    private final long pongAfterNanos;
    private final long pingAfterNanos;
    private final long pingTimeoutNanos;
    private final long tickMillis;
    private long lastByte;
    private long lastMessageOrPong;
    private long pingSent;
    private boolean asked;

    Heartbeat(WebSocketOptions options, long nowNanos) {
        this.pongAfterNanos = TimeUnit.MILLISECONDS.toNanos(options.pongAfterMillis());
        this.pingAfterNanos = TimeUnit.MILLISECONDS.toNanos(options.pingAfterMillis());
        this.pingTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(options.pingTimeoutMillis());
        int shortest = Math.min(
                options.pongAfterMillis(), Math.min(options.pingAfterMillis(), options.pingTimeoutMillis()));
        this.tickMillis = Math.clamp(shortest / 4, 10, 1_000);
        this.lastByte = nowNanos;
        this.lastMessageOrPong = nowNanos;
    }

    enum Step {
        NOTHING, PONG, PING, GIVE_UP
    }

    /// How often to ask [#next].
    long tickMillis() {
        return tickMillis;
    }

    /// Bytes came in.
    synchronized void received(long nowNanos) {
        lastByte = nowNanos;
        asked = false;
    }

    /// A whole message came in, or the channel opened.
    synchronized void message(long nowNanos) {
        lastMessageOrPong = nowNanos;
    }

    /// How long no byte came.
    synchronized long silenceMillis(long nowNanos) {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos - lastByte);
    }

    /// What to do now.
    synchronized Step next(long nowNanos) {
        if (asked) {
            if (nowNanos - pingSent >= pingTimeoutNanos) {
                return Step.GIVE_UP;
            }
        } else if (nowNanos - lastByte >= pingAfterNanos) {
            asked = true;
            pingSent = nowNanos;
            return Step.PING;
        }
        if (nowNanos - lastMessageOrPong >= pongAfterNanos) {
            lastMessageOrPong = nowNanos;
            return Step.PONG;
        }
        return Step.NOTHING;
    }
}
