package org.hypergolix.hgx;

import java.time.Duration;

/// When a call that began now must have ended, on the monotonic clock.
record Deadline(long endNanos, Duration timeout) {

    /// What a node that keeps the request timeout itself gets in addition, so that its own answer is heard.
    private static final Duration GRACE = Duration.ofSeconds(1);

    static Deadline after(Duration timeout) {
        return new Deadline(System.nanoTime() + timeout.plus(GRACE).toNanos(), timeout);
    }

    long remainingNanos() {
        return endNanos - System.nanoTime();
    }

    HgxException.Timeout missed() {
        return new HgxException.Timeout(
                "No answer within " + timeout.toMillis() / 1000.0 + " s; the request goes on in the background.");
    }
}
