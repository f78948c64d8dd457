package org.hypergolix.wire.websocket;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the bytes that wait to be sent, and makes senders wait while there are too many.
///
/// A single message may be larger than the limit: it finds room when nothing else waits.
final class SendQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final long limitBytes;
    private long queuedBytes;
    private boolean closed;

    SendQueue(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /// Counts `bytes` in, after waiting for room.
    ///
    /// @return false if there was no room in time, or the queue is closed
    boolean enter(long bytes, long timeoutMillis) throws InterruptedException {
        long remainingNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (!closed && queuedBytes > 0 && queuedBytes + bytes > limitBytes) {
                if (remainingNanos <= 0) {
                    return false;
                }
                remainingNanos = room.awaitNanos(remainingNanos);
            }
            queuedBytes += bytes;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// Counts `bytes` in without waiting.
    ///
    /// @return false if there is no room
    boolean tryEnter(long bytes) {
        lock.lock();
        try {
            if (closed || (queuedBytes > 0 && queuedBytes + bytes > limitBytes)) {
                return false;
            }
            queuedBytes += bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Counts `bytes` out: they were given to the operating system.
    void leave(long bytes) {
        lock.lock();
        try {
            queuedBytes -= bytes;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long queuedBytes() {
        lock.lock();
        try {
            return queuedBytes;
        } finally {
            lock.unlock();
        }
    }

    /// Lets everybody go who waits.
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
