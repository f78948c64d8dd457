package io.telemeter.testkit.hypergolix;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Waits for what other threads will do, for a limited time that says nothing about how long it should take.
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Eventually() {}

    /// Waits until `condition` is true.
    ///
    /// @param what completes "Did not happen: ..."
    public static void happens(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Did not happen: " + what);
            }
            pause();
        }
    }

    /// The next element of `queue`.
    public static <E> E next(BlockingQueue<E> queue) {
        try {
            E element = queue.poll(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            if (element == null) {
                throw new AssertionError("Nothing came.");
            }
            return element;
        } catch (InterruptedException interruption) {
            throw new AssertionError("Interrupted while waiting.", interruption);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException interruption) {
            throw new AssertionError("Interrupted while waiting.", interruption);
        }
    }
}
