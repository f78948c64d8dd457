package org.hypergolix.relay.limit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Bytes that may be in use at the same time, whoever uses them. Safe for use by any thread.
public final class MemoryBudget {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private long free;

    public MemoryBudget(long bytes) {
        this.free = bytes;
    }

    /// Takes `bytes` if they are free.
    public boolean tryTake(long bytes) {
        lock.lock();
        try {
            if (bytes > free) {
                return false;
            }
            free -= bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Takes `bytes`, after waiting for them for at most `timeoutMillis`.
    public boolean take(long bytes, long timeoutMillis) throws InterruptedException {
        long remainingNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (bytes > free) {
                if (remainingNanos <= 0) {
                    return false;
                }
                remainingNanos = released.awaitNanos(remainingNanos);
            }
            free -= bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Gives `bytes` back.
    public void release(long bytes) {
        lock.lock();
        try {
            free += bytes;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Bytes that nobody uses.
    public long free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }
}
