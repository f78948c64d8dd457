package org.hypergolix.relay.request;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.hypergolix.store.StoreException;

/// Logs failures that may come by the thousand, as those of a disk do: one every ten seconds, with the number of those
/// not logged. What fails because the relay stops is no failure. Safe for use by any thread.
final class FailureLog {

    private static final System.Logger LOGGER = System.getLogger(FailureLog.class.getName());
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private boolean logged;
    private long lastNanos;
    private long silent;

    void log(Level level, String message, Throwable failure) {
        if (failure instanceof StoreException closed && closed.reason() == StoreException.Reason.CLOSED) {
            // The relay stops, and whoever asked is being told.
            return;
        }
        long now = System.nanoTime();
        long omitted;
        synchronized (this) {
            if (logged && now - lastNanos < INTERVAL_NANOS) {
                silent++;
                return;
            }
            omitted = silent;
            silent = 0;
            logged = true;
            lastNanos = now;
        }
        LOGGER.log(level, message + (omitted == 0 ? "" : " (and " + omitted + " failures before it)"), failure);
    }
}
