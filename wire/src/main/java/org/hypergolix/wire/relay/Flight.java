package org.hypergolix.wire.relay;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the requests under way and their bytes, and makes senders wait while there are too many.
final class Flight {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition landed = lock.newCondition();
    private final int maxRequests;
    private final long maxBytes;
    private int requests;
    private long bytes;
    private boolean closed;

    Flight(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /// Waits for room and counts requests in, which go together however many and large they are if nothing else does.
    ///
    /// @param size of all of them
    /// @return the bytes under way, theirs included; -1 if the connection is closed
    long enter(int count, long size) throws InterruptedException {
        lock.lock();
        try {
            while (!closed && requests > 0 && (requests + count > maxRequests || bytes + size > maxBytes)) {
                landed.await();
            }
            if (closed) {
                return -1;
            }
            requests += count;
            bytes += size;
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /// Counts a request out.
    void leave(int size) {
        lock.lock();
        try {
            requests--;
            bytes -= size;
            landed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Lets everybody go who waits.
    void close() {
        lock.lock();
        try {
            closed = true;
            landed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
