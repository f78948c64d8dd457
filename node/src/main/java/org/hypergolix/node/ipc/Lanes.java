package org.hypergolix.node.ipc;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The work of one connection: what concerns the same thing goes in order, the rest side by side, each lane on a virtual
/// thread while it has work. So a program that waits for one object on a slow relay does not wait for the others.
///
/// Events about a thing that requests are under way for wait for their answers, as a program expects the answer first.
final class Lanes {
    private final int maxTasks;
    private final long maxBytes;
    private final int maxDeferred;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Object, Lane> lanes = new HashMap<>();
    private int tasks;
    private long bytes;
    private boolean closed;

    /// @param maxTasks that may be under way
    /// @param maxBytes that they may have together, a single one excepted
    /// @param maxDeferred events that wait at one lane
    Lanes(int maxTasks, long maxBytes, int maxDeferred) {
        this.maxTasks = maxTasks;
        this.maxBytes = maxBytes;
        this.maxDeferred = maxDeferred;
    }

    private static final class Lane {
        final Queue<Task> tasks = new ArrayDeque<>();
        final Map<Object, Runnable> deferred = new LinkedHashMap<>();
        /// Whether a request was answered since the last event: what waits was caused by that, or by others.
        boolean answered;
    }

    private record Task(Runnable work, long bytes) {}

    /// Adds work, after waiting for room. Does nothing once closed.
    ///
    /// @param key what it concerns
    /// @param size of the request, in bytes
    void add(Object key, long size, Runnable work) throws InterruptedException {
        lock.lock();
        try {
            while (!closed && tasks > 0 && (tasks >= maxTasks || bytes + size > maxBytes)) {
                changed.await();
            }
            if (closed) {
                return;
            }
            tasks++;
            bytes += size;
            Lane lane = lanes.get(key);
            if (lane != null) {
                lane.tasks.add(new Task(work, size));
                return;
            }
            Lane fresh = new Lane();
            fresh.tasks.add(new Task(work, size));
            lanes.put(key, fresh);
            Thread.ofVirtual().name("ipc-work").start(() -> run(key, fresh));
        } finally {
            lock.unlock();
        }
    }

    /// Runs `event` on the calling thread, or later if requests for `key` are under way.
    ///
    /// @param place events of the same place replace each other while they wait
    void tell(Object key, Object place, Runnable event) throws InterruptedException {
        lock.lock();
        try {
            Lane lane = lanes.get(key);
            while (!closed && lane != null && lane.deferred.size() >= maxDeferred
                    && !lane.deferred.containsKey(place)) {
                changed.await();
                lane = lanes.get(key);
            }
            if (closed) {
                return;
            }
            if (lane != null) {
                lane.deferred.remove(place);
                lane.deferred.put(place, event);
                return;
            }
        } finally {
            lock.unlock();
        }
        event.run();
    }

    private void run(Object key, Lane lane) {
        for (Runnable next = next(key, lane); next != null; next = next(key, lane)) {
            next.run();
        }
    }

    /// The next thing to do for a lane: after each request the events that waited for its answer.
    private @Nullable Runnable next(Object key, Lane lane) {
        lock.lock();
        try {
            Task task = lane.tasks.peek();
            if (task != null && (closed || !lane.answered || lane.deferred.isEmpty())) {
                lane.answered = false;
                return () -> finish(lane, task);
            }
            if (!closed && !lane.deferred.isEmpty()) {
                Object place = lane.deferred.keySet().iterator().next();
                Runnable event = lane.deferred.remove(place);
                changed.signalAll();
                return event;
            }
            lanes.remove(key);
            changed.signalAll();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void finish(Lane lane, Task task) {
        try {
            task.work.run();
        } finally {
            lock.lock();
            try {
                lane.tasks.remove();
                lane.answered = true;
                tasks--;
                bytes -= task.bytes;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Takes nothing more, lets everybody go who waits, and waits for what is under way as long as that is allowed to
    /// take: it ends by itself.
    void close(long timeoutMillis) throws InterruptedException {
        long remainingNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            while (tasks > 0 && remainingNanos > 0) {
                remainingNanos = changed.awaitNanos(remainingNanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
