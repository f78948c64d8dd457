package org.hypergolix.relay.request;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.relay.limit.MemoryBudget;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.wire.Message;
import org.jspecify.annotations.Nullable;

/// The messages of one connection that wait to be handled, one after the other, on a virtual thread that lives while
/// there are any.
///
/// Offered on the event loop, which stops reading while the queue is full. What one read brought is taken in any case, so
/// the limits are exceeded by at most that (64 KiB of small messages).
public final class RequestQueue {

    /// Messages up to this size are not counted against the memory for receiving.
    private static final int SMALL_MESSAGE_BYTES = 16 * 1024;

    private final RelayLimits.Requests limits;
    private final MemoryBudget receiving;
    private final Handler handler;
    private final Runnable roomAgain;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean running;
    private boolean full;
    private boolean closed;

    /// Handles one message.
    @FunctionalInterface
    public interface Handler {

        /// Handles `message`; returns when the next may be handled.
        ///
        /// @param next what waits behind it now, if anything does
        void handle(Message message, Optional<Message> next) throws InterruptedException;
    }

    /// What became of an offered message.
    public enum Offered {
        /// Taken.
        TAKEN,
        /// Taken, and the queue is full now: offer no more until there is room again.
        TAKEN_FULL,
        /// There is no memory left for it.
        REFUSED
    }

    /// @param receiving the memory for messages of all connections
    /// @param roomAgain called on any thread when the queue, having been full, is half empty
    public RequestQueue(
            RelayLimits.Requests limits, MemoryBudget receiving, Handler handler, Runnable roomAgain) {
        this.limits = limits;
        this.receiving = receiving;
        this.handler = handler;
        this.roomAgain = roomAgain;
    }

    /// Adds a message; it is handled after [#start].
    public Offered offer(Message message) {
        if (!receiving.tryTake(charge(message))) {
            return Offered.REFUSED;
        }
        lock.lock();
        try {
            if (closed) {
                receiving.release(charge(message));
                return Offered.TAKEN;
            }
            waiting.addLast(message);
            waitingBytes += message.length();
            // Stays so until half of it is handled, though more may come from what was read already.
            full |= waiting.size() >= limits.waiting() || waitingBytes >= limits.waitingBytes();
            return full ? Offered.TAKEN_FULL : Offered.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /// All that one read brought is here: a frame and its container came together, as a rule, and are to be stored
    /// together.
    public void start() {
        lock.lock();
        try {
            if (!running && !waiting.isEmpty()) {
                running = true;
                Thread.ofVirtual().name("relay-requests").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    private static long charge(Message message) {
        return message.length() <= SMALL_MESSAGE_BYTES ? 0 : message.length();
    }

    private void run() {
        try {
            Message next = poll();
            while (next != null) {
                handle(next);
                next = poll();
            }
        } catch (InterruptedException _) {
            // Nobody has this thread to interrupt it; without it the connection would stand still.
            close();
        }
    }

    private void handle(Message message) throws InterruptedException {
        try {
            handler.handle(message, peek());
        } finally {
            receiving.release(charge(message));
        }
    }

    private Optional<Message> peek() {
        lock.lock();
        try {
            return Optional.ofNullable(waiting.peekFirst());
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Message poll() {
        boolean wasFull;
        Message next;
        lock.lock();
        try {
            next = waiting.pollFirst();
            running = next != null;
            if (next != null) {
                waitingBytes -= next.length();
            }
            boolean halfEmpty = waiting.size() <= limits.waiting() / 2 && waitingBytes <= limits.waitingBytes() / 2;
            wasFull = full && halfEmpty;
            if (wasFull) {
                full = false;
            }
        } finally {
            lock.unlock();
        }
        if (wasFull) {
            roomAgain.run();
        }
        return next;
    }

    /// Forgets what waits and takes no more. What is being handled goes on.
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.forEach(message -> receiving.release(charge(message)));
            waiting.clear();
            waitingBytes = 0;
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing waits and nothing is being handled.
    public boolean isIdle() {
        lock.lock();
        try {
            return !running;
        } finally {
            lock.unlock();
        }
    }
}
