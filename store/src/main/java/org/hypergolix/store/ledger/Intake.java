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
import org.jspecify.annotations.Nullable;

/// The line before the ledger, and the turn of whoever works on it: first come, first served, bounded by count and by
/// bytes, one batch at a time.
///
/// Each [#take] and each [#tryTake] that gives something takes the turn, and [#done] gives it back. One entry larger than
/// the whole line gets in when the line is empty.
final class Intake {
    /// How long [#put] waits for room; a disk that does nothing for so long is broken.
    static final long MAX_WAIT_SECONDS = 30;

    private final int capacity;
    private final long maxBytes;
    private final Lock lock = new ReentrantLock();
    private final Condition called = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final Queue<Entry> line = new ArrayDeque<>();
    private long bytes;
    /// Whether the ledger's thread is to see to the line; else somebody who works is about to.
    private boolean calling;
    private @Nullable Thread worker;
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
    /// @param call whether the ledger's thread is to take it
    /// @throws StoreException if the line was closed, no room came in time, or the waiting thread was interrupted
    void put(Entry entry, boolean call) {
        lock.lock();
        try {
            awaitRoom(entry.size());
            line.add(entry);
            bytes += entry.size();
            if (call) {
                call();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Has the ledger's thread see to the line.
    void call() {
        lock.lock();
        try {
            calling = true;
            called.signal();
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

    /// Takes the turn and what is there, waiting until nobody else has the turn and the thread is called, or the time is
    /// over: then the turn comes with what there is, perhaps nothing. For the ledger's thread.
    ///
    /// @param maxCount the most entries
    /// @param batchBytes the most bytes, though always at least one entry
    /// @param waitMillis how long to wait to be called
    List<Entry> take(int maxCount, long batchBytes, long waitMillis) throws InterruptedException {
        lock.lock();
        try {
            long nanosLeft = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (worker != null || (!calling && !closed && nanosLeft > 0)) {
                if (calling || closed) {
                    called.await();
                } else {
                    nanosLeft = called.awaitNanos(nanosLeft);
                    // If the time is over in somebody else's turn, that one calls when it ends.
                    calling |= nanosLeft <= 0;
                }
            }
            worker = Thread.currentThread();
            calling = false;
            return remove(maxCount, batchBytes);
        } finally {
            lock.unlock();
        }
    }

    /// Takes the turn and what is there, if there is anything and nobody has the turn.
    List<Entry> tryTake(int maxCount, long batchBytes) {
        lock.lock();
        try {
            if (worker != null || line.isEmpty()) {
                return List.of();
            }
            worker = Thread.currentThread();
            return remove(maxCount, batchBytes);
        } finally {
            lock.unlock();
        }
    }

    /// Takes more in the same turn, waiting for a moment if there is nothing.
    List<Entry> takeSoon(int maxCount, long batchBytes, long waitNanos) throws InterruptedException {
        lock.lock();
        try {
            long nanosLeft = waitNanos;
            while (!calling && !closed && nanosLeft > 0) {
                nanosLeft = called.awaitNanos(nanosLeft);
            }
            calling = false;
            return remove(maxCount, batchBytes);
        } finally {
            lock.unlock();
        }
    }

    private List<Entry> remove(int maxCount, long batchBytes) {
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
    }

    /// Gives the turn back. What is in the line by now is for the ledger's thread: those who put it there found the turn
    /// taken.
    ///
    /// @param call whether the ledger's thread is to look at the time
    void done(boolean call) {
        lock.lock();
        try {
            worker = null;
            if (call || calling || closed || !line.isEmpty()) {
                call();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether the turn is the calling thread's.
    boolean isWorker() {
        lock.lock();
        try {
            return Thread.currentThread().equals(worker);
        } finally {
            lock.unlock();
        }
    }

    /// Lets nothing more in; what is in the line can still be taken.
    void close() {
        lock.lock();
        try {
            closed = true;
            called.signalAll();
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

    /// Whether nothing is left, nobody works and nothing will come.
    boolean isExhausted() {
        lock.lock();
        try {
            return closed && line.isEmpty() && worker == null;
        } finally {
            lock.unlock();
        }
    }
}
