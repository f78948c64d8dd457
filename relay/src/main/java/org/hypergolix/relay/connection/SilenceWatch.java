package org.hypergolix.relay.connection;

import org.hypergolix.relay.limit.RelayLimits;

/// Notices a client that is not there any more: one that says nothing, and nothing when it is asked. On the event loop.
///
/// Only time in which the relay listens counts.
final class SilenceWatch {

    private final RelayLimits.Patience patience;
    private long heardNanos;
    private long askedNanos;
    private boolean asked;

    /// What to do about a client.
    enum Finding {
        /// Nothing.
        ALIVE,
        /// Ask it for a sign of life.
        ASK,
        /// Give it up.
        GONE
    }

    SilenceWatch(RelayLimits.Patience patience, long nowNanos) {
        this.patience = patience;
        this.heardNanos = nowNanos;
    }

    /// The client said something, or could not be heard.
    void heard(long nowNanos) {
        heardNanos = nowNanos;
        asked = false;
    }

    /// Looks at the time.
    Finding check(long nowNanos) {
        if (asked) {
            return ClientConnection.isOver(askedNanos, patience.pongMillis(), nowNanos) ? Finding.GONE : Finding.ALIVE;
        }
        if (!ClientConnection.isOver(heardNanos, patience.pingMillis(), nowNanos)) {
            return Finding.ALIVE;
        }
        asked = true;
        askedNanos = nowNanos;
        return Finding.ASK;
    }
}
