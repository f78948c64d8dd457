package org.hypergolix.store.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.store.StoreException;

/// The line before the ledger: first come, first served, bounded by count and by bytes.
///
/// One entry larger than the whole line gets in when the line is empty.
final class Intake {
    /// How long [#put] waits for room; a disk that does nothing for so long is broken.
    static final long MAX_WAIT_SECONDS = 30;

    private final int capacity;
    private final long maxBytes;
    private final Lock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final Queue<Entry> line = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    Intake(int capacity, long maxBytes) {
        if (capacity < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("A queue needs room for at least one submission and one byte.");
        }
        this.capacity = capacity;
        this.maxBytes = maxBytes;
    }

    /// Appends `entry`, waiting for room if necessary.
    ///
    /// @throws StoreException if the line was closed, no room came in time, or the waiting thread was interrupted
    void put(Entry entry) {
        lock.lock();
        try {
            awaitRoom(entry.size());
            line.add(entry);
            bytes += entry.size();
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom(long size) {
        long nanosLeft = TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
        while (!closed && !hasRoom(size)) {
            if (nanosLeft <= 0) {
                throw new StoreException(StoreException.Reason.FAILED,
                        "The store took nothing for " + MAX_WAIT_SECONDS + " seconds; is its disk working?");
            }
            try {
                nanosLeft = drained.awaitNanos(nanosLeft);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new StoreException(StoreException.Reason.FAILED,
                        "Interrupted while waiting for the store.", interruption);
            }
        }
        if (closed) {
            throw new StoreException(StoreException.Reason.CLOSED, "The store is closed.");
        }
    }

    private boolean hasRoom(long size) {
        return line.isEmpty() || (line.size() < capacity && bytes + size <= maxBytes);
    }

    /// Takes what is there, waiting for it if there is nothing. Empty if nothing came in time or the line is closed.
    ///
    /// @param maxCount the most entries
    /// @param batchBytes the most bytes, though always at least one entry
    /// @param waitMillis how long to wait
    List<Entry> take(int maxCount, long batchBytes, long waitMillis) throws InterruptedException {
        return takeSoon(maxCount, batchBytes, TimeUnit.MILLISECONDS.toNanos(waitMillis));
    }

    /// The same for short waits.
    List<Entry> takeSoon(int maxCount, long batchBytes, long waitNanos) throws InterruptedException {
        lock.lock();
        try {
            long nanosLeft = waitNanos;
            while (line.isEmpty() && !closed && nanosLeft > 0) {
                nanosLeft = filled.awaitNanos(nanosLeft);
            }
            List<Entry> batch = new ArrayList<>();
            long batched = 0;
            for (Entry next = line.peek(); next != null && batch.size() < maxCount; next = line.peek()) {
                if (!batch.isEmpty() && batched + next.size() > batchBytes) {
                    break;
                }
                batch.add(line.remove());
                batched += next.size();
            }
            bytes -= batched;
            drained.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /// Lets nothing more in; what is in the line can still be taken.
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Takes all that is left.
    List<Entry> rest() {
        lock.lock();
        try {
            List<Entry> rest = List.copyOf(line);
            line.clear();
            bytes = 0;
            return rest;
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing is left and nothing will come.
    boolean isExhausted() {
        lock.lock();
        try {
            return closed && line.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
