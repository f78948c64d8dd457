package org.hypergolix.wire.listening;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Takes connections until it is closed. An error is mostly that there are too many open files: it passes, and trying
/// again at full speed would not help.
///
/// @param accept waits for the next connection
/// @param serve takes it over; returns at once
/// @param open whether to go on
/// @param pause waits a moment after an error
/// @param warnings where errors go
public record AcceptLoop<C>(
        Accept<C> accept, Consumer<C> serve, BooleanSupplier open, Pause pause, Warnings warnings)
        implements Runnable {
    private static final int PAUSE_MILLIS = 100;

    /// Waits for a connection.
    @FunctionalInterface
    public interface Accept<C> {
        /// The next connection.
        C next() throws IOException, InterruptedException;
    }

    /// Waits after an error.
    @FunctionalInterface
    public interface Pause {
        /// Waits a moment.
        void await() throws InterruptedException;

        /// A tenth of a second.
        static void usual() throws InterruptedException {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    @Override
    public void run() {
        try {
            while (open.getAsBoolean()) {
                try {
                    serve.accept(accept.next());
                } catch (IOException failure) {
                    if (open.getAsBoolean()) {
                        warnings.warn("accept",
                                "A connection could not be accepted: reason=" + failure.getMessage());
                        pause.await();
                    }
                }
            }
        } catch (InterruptedException _) {
            // Whoever interrupts wants the end.
        }
    }
}
