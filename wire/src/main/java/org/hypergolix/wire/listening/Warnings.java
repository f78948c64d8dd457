package org.hypergolix.wire.listening;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Warnings that others can cause by the thousand: of each kind the first at once, then one in a minute at most, with the
/// number of those left out before it. Safe for use by any thread.
public final class Warnings {
    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private final Map<String, Kind> kinds = new HashMap<>();

    /// Warnings in the log of a class.
    public Warnings(Class<?> source) {
        this(line -> System.getLogger(source.getName()).log(System.Logger.Level.WARNING, () -> line),
                System::nanoTime);
    }

    Warnings(Consumer<String> log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    private static final class Kind {
        long lastNanos;
        long omitted;
    }

    /// Warns, unless the same kind was warned of within the last minute.
    ///
    /// @param kind one of few, as each costs memory
    /// @param message one line
    public void warn(String kind, String message) {
        long omitted;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            Kind known = kinds.get(kind);
            if (known != null && now - known.lastNanos < INTERVAL_NANOS) {
                known.omitted++;
                return;
            }
            omitted = known == null ? 0 : known.omitted;
            Kind fresh = new Kind();
            fresh.lastNanos = now;
            kinds.put(kind, fresh);
        }
        log.accept(message + (omitted == 0 ? "" : " (and " + omitted + " of this kind before it)"));
    }
}
