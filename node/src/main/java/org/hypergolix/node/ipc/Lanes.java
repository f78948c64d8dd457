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
/// So many may be under way; more wait in the order they came, so that the connection is read on and hears of its peer.
/// Events about a thing that requests are under way for wait for their answers, as a program expects the answer first.
final class Lanes {
    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Object, Lane> lanes = new HashMap<>();
    private final Queue<Admission> waiting = new ArrayDeque<>();
    private int underWay;
    private int others;
    private long bytes;
    private boolean closed;

    Lanes(Limits limits) {
        this.limits = limits;
    }

    /// @param underWay requests that are worked on at once
    /// @param waiting requests that wait for that
    /// @param bytes that all these may have together, a single one excepted
    /// @param deferred events that wait at one lane
    record Limits(int underWay, int waiting, long bytes, int deferred) {}

    private static final class Lane {
        final Queue<Task> tasks = new ArrayDeque<>();
        final Map<Object, Runnable> deferred = new LinkedHashMap<>();
        /// Whether a request was answered since the last event: what waits was caused by that, or by others.
        boolean answered;
    }

    /// @param counted whether it is a request
    private record Task(Runnable work, long bytes, boolean counted) {}

    private record Admission(Object key, Task task) {}

    /// Adds a request, after waiting for room. Does nothing once closed.
    ///
    /// @param key what it concerns
    /// @param size in bytes
    void add(Object key, long size, Runnable work) throws InterruptedException {
        lock.lock();
        try {
            while (!closed && !fits(size)) {
                changed.await();
            }
            if (closed) {
                return;
            }
            bytes += size;
            Task task = new Task(work, size, true);
            if (underWay < limits.underWay) {
                underWay++;
                begin(key, task);
            } else {
                waiting.add(new Admission(key, task));
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(long size) {
        return (underWay == 0 && waiting.isEmpty())
                || (waiting.size() < limits.waiting && bytes + size <= limits.bytes);
    }

    /// Adds work that is no request and does not count. Its caller sees to it that there is little of it.
    void addUncounted(Object key, Runnable work) {
        lock.lock();
        try {
            if (!closed) {
                others++;
                begin(key, new Task(work, 0, false));
            }
        } finally {
            lock.unlock();
        }
    }

    private void begin(Object key, Task task) {
        Lane lane = lanes.get(key);
        if (lane != null) {
            lane.tasks.add(task);
            return;
        }
        Lane fresh = new Lane();
        fresh.tasks.add(task);
        lanes.put(key, fresh);
        Thread.ofVirtual().name("ipc-work").start(() -> run(key, fresh));
    }

    /// Runs `event` on the calling thread, or later if requests for `key` are under way.
    ///
    /// @param place events of the same place replace each other while they wait
    void tell(Object key, Object place, Runnable event) throws InterruptedException {
        lock.lock();
        try {
            Lane lane = lanes.get(key);
            while (!closed && lane != null && lane.deferred.size() >= limits.deferred
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
                bytes -= task.bytes;
                if (!task.counted) {
                    others--;
                } else if (waiting.isEmpty()) {
                    underWay--;
                } else {
                    Admission next = waiting.remove();
                    begin(next.key, next.task);
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Takes nothing more, lets everybody go who waits, and waits for what was taken as long as that is allowed to take.
    /// What is under way then ends by itself; what has not begun never does.
    void close(long timeoutMillis) throws InterruptedException {
        long remainingNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            while (underWay + others > 0 && remainingNanos > 0) {
                remainingNanos = changed.awaitNanos(remainingNanos);
            }
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }
}
