package org.hypergolix.relay.connection;

import org.hypergolix.relay.limit.MemoryBudget;

/// The bytes of a message that is not complete: how many, taken from which budget, since when. On the event loop.
final class InboundMemory {

    /// What every connection may have without asking.
    private static final long FREE_BYTES = 64 * 1024;

    private final MemoryBudget budget;
    private long pending;
    private long taken;
    private long sinceNanos;

    InboundMemory(MemoryBudget budget) {
        this.budget = budget;
    }

    /// More bytes arrived.
    ///
    /// @return false if there is no memory for them
    boolean add(int bytes, long nowNanos) {
        if (pending == 0) {
            sinceNanos = nowNanos;
        }
        pending += bytes;
        long missing = pending - FREE_BYTES - taken;
        if (missing <= 0) {
            return true;
        }
        if (!budget.tryTake(missing)) {
            return false;
        }
        taken += missing;
        return true;
    }

    /// Whether a message has been on its way for longer than `millis`.
    boolean isOverdue(int millis, long nowNanos) {
        return pending > 0 && ClientConnection.isOver(sinceNanos, millis, nowNanos);
    }

    /// Nothing was read for a while: a message on its way has its time again.
    void paused(long nowNanos) {
        sinceNanos = nowNanos;
    }

    /// A message is complete, or nobody waits for it any more.
    void clear() {
        budget.release(taken);
        taken = 0;
        pending = 0;
    }
}
