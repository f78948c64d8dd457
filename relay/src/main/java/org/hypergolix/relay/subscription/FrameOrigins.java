package org.hypergolix.relay.subscription;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.hypergolix.golix.Ghid;

/// Which connection published a frame whose container has not come yet: when it comes, perhaps from somebody else, the
/// frame is announced to everybody but that connection.
///
/// Remembers a bounded number of frames for a bounded time. What is forgotten costs an echo, which clients tolerate. Safe
/// for use by any thread.
final class FrameOrigins {

    /// The most frames remembered.
    static final int CAPACITY = 65_536;

    /// How long a frame is remembered: ten minutes.
    static final long LIFETIME_NANOS = 600_000_000_000L;

    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Ghid, Origin> origins = new LinkedHashMap<>();

    private record Origin(long connection, long sinceNanos) {}

    FrameOrigins(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /// Remembers that `connection` was the first to publish `frame`.
    void remember(Ghid frame, long connection) {
        long now = nanoClock.getAsLong();
        lock.lock();
        try {
            forgetOld(now);
            origins.putIfAbsent(frame, new Origin(connection, now));
        } finally {
            lock.unlock();
        }
    }

    private void forgetOld(long now) {
        Iterator<Origin> oldestFirst = origins.values().iterator();
        while (oldestFirst.hasNext()) {
            boolean expired = now - oldestFirst.next().sinceNanos >= LIFETIME_NANOS;
            if (!expired && origins.size() < CAPACITY) {
                return;
            }
            oldestFirst.remove();
        }
    }

    /// The connection that published `frame`, which is then forgotten.
    Optional<Long> take(Ghid frame) {
        lock.lock();
        try {
            return Optional.ofNullable(origins.remove(frame)).map(Origin::connection);
        } finally {
            lock.unlock();
        }
    }

    /// Forgets `frame`, if `connection` published it.
    void forget(Ghid frame, long connection) {
        lock.lock();
        try {
            Origin origin = origins.get(frame);
            if (origin != null && origin.connection == connection) {
                origins.remove(frame);
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return origins.size();
        } finally {
            lock.unlock();
        }
    }
}
