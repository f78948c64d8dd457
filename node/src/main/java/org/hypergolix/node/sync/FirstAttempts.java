package org.hypergolix.node.sync;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// Whether it is too early to say that no relay can be reached: right after the start each is being connected to.
///
/// Safe for use by any thread.
final class FirstAttempts {
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final AtomicInteger left;

    FirstAttempts(int relays) {
        left = new AtomicInteger(relays);
        if (relays == 0) {
            over.complete(null);
        }
    }

    /// A relay can be asked.
    void connected() {
        over.complete(null);
    }

    /// The first attempt at one relay has ended, well or badly. Once for each.
    void ended() {
        if (left.decrementAndGet() == 0) {
            over.complete(null);
        }
    }

    /// Waits until a relay can be asked, or no first attempt is under way any more.
    ///
    /// @param nanos the longest wait
    void await(long nanos) throws InterruptedException {
        try {
            over.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            // Then none could be reached in time.
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
