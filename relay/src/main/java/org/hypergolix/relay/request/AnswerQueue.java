package org.hypergolix.relay.request;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.Message;
import org.jspecify.annotations.Nullable;

/// The answers of one connection, sent in the order of the requests whatever the order in which they are found.
///
/// A place is reserved for each request; answers leave from the front, several at a time. Safe for use by any thread.
public final class AnswerQueue {

    /// Bytes of answers found but not yet given to the connection before further requests wait.
    private static final long MAX_READY_BYTES = 64 * 1024;

    private final Executor eventLoop;
    private final Consumer<List<Ready>> writer;
    private final int capacity;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Place> places = new ArrayDeque<>();
    private int open;
    private long readyBytes;
    private boolean writable = true;
    private boolean draining;
    private boolean closed;

    /// @param eventLoop of the connection
    /// @param writer sends answers; called on that event loop
    /// @param capacity requests that may wait for their answers
    public AnswerQueue(Executor eventLoop, Consumer<List<Ready>> writer, int capacity) {
        this.eventLoop = eventLoop;
        this.writer = writer;
        this.capacity = capacity;
    }

    /// An answer to be sent now.
    ///
    /// @param sent to be run, if not null, once it is on its way or the connection is gone
    public record Ready(Message message, @Nullable Runnable sent) {
        /// Tells that nobody needs the message any more.
        public void drop() {
            if (sent != null) {
                sent.run();
            }
        }
    }

    /// The place of one answer.
    public final class Place {
        private final int token;
        private @Nullable Ready ready;

        private Place(int token) {
            this.token = token;
        }

        /// Fills the place; a place that is filled stays as it is.
        void answer(Answer answer) {
            answer(answer, null);
        }

        /// Fills the place; a place that is filled stays as it is.
        ///
        /// @param sent run, if not null, once the answer is on its way or the connection is gone
        void answer(Answer answer, @Nullable Runnable sent) {
            fill(this, new Ready(answer.toMessage(token), sent));
        }
    }

    /// Reserves the next place, after waiting until the client has taken most of what it asked for before.
    Place reserve(int token) throws InterruptedException {
        lock.lock();
        try {
            while (!closed && (!writable || places.size() >= capacity || readyBytes > MAX_READY_BYTES)) {
                changed.await();
            }
            Place place = new Place(token);
            if (!closed) {
                places.addLast(place);
                open++;
            }
            return place;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until every place but `last`, which was reserved last, is filled: what those requests did is done.
    void awaitFilledBefore(Place last) throws InterruptedException {
        lock.lock();
        try {
            int own = last.ready == null ? 1 : 0;
            while (!closed && open > own) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void fill(Place place, Ready ready) {
        boolean start = false;
        boolean dropped;
        lock.lock();
        try {
            dropped = closed || place.ready != null;
            if (!dropped) {
                place.ready = ready;
                readyBytes += ready.message.length();
                open--;
                changed.signalAll();
                start = !draining && firstReady() != null;
                draining |= start;
            }
        } finally {
            lock.unlock();
        }
        if (dropped) {
            ready.drop();
        } else if (start) {
            eventLoop.execute(this::drain);
        }
    }

    private void drain() {
        List<Ready> batch = new ArrayList<>();
        lock.lock();
        try {
            draining = false;
            Ready next = firstReady();
            while (next != null) {
                places.removeFirst();
                readyBytes -= next.message.length();
                batch.add(next);
                next = firstReady();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!batch.isEmpty()) {
            writer.accept(batch);
        }
    }

    private @Nullable Ready firstReady() {
        Place first = places.peekFirst();
        return first == null ? null : first.ready;
    }

    /// Whether the connection takes more bytes. Before the writer returns, so that no request slips through.
    public void writable(boolean now) {
        lock.lock();
        try {
            writable = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether no request waits for its answer.
    public boolean isEmpty() {
        lock.lock();
        try {
            return places.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// The connection is gone: nobody waits any more, answers are dropped.
    public void close() {
        List<Ready> dropped = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            for (Place place : places) {
                if (place.ready != null) {
                    dropped.add(place.ready);
                }
            }
            places.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        dropped.forEach(Ready::drop);
    }
}
