package org.hypergolix.hgx;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// One at a time and in order, where the one who takes the turn and the one who ends it may be different threads.
///
/// Handlers never need a turn to run, so waiting for a node in a turn cannot stop them.
final class Turn {
    /// More than there can ever be waiting.
    private static final int FREE_FOR_ALL = 1 << 30;

    private final Semaphore permits = new Semaphore(1, true);

    /// @throws HgxException.Timeout if it did not come before `deadline`
    /// @throws HgxException.Interrupted if this thread was interrupted
    void take(Deadline deadline) {
        try {
            if (!permits.tryAcquire(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)) {
                throw deadline.missed();
            }
        } catch (InterruptedException _) {
            throw Conversation.interrupted();
        }
    }

    void end() {
        permits.release();
    }

    /// Lets everybody through for ever, because the link is closed and nobody will get anything done.
    void abolish() {
        permits.release(FREE_FOR_ALL);
    }
}
