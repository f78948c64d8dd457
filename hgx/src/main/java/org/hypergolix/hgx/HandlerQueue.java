package org.hypergolix.hgx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Runs handlers one at a time and in order, on a virtual thread that exists only while there is something to do.
///
/// What waits has a key: the same key again replaces the earlier task in its place. The number of different keys is
/// bounded by whoever puts them. Putting never waits, so the node's thread may do it.
final class HandlerQueue {
    private final HandlerThreads threads;
    private final SequencedMap<Object, Runnable> waiting = new LinkedHashMap<>();
    private boolean running;
    private boolean closed;

    HandlerQueue(HandlerThreads threads) {
        this.threads = threads;
    }

    /// Queues `task`, unless the queue is closed.
    synchronized void put(Object key, Runnable task) {
        if (closed) {
            return;
        }
        waiting.put(key, task);
        if (!running) {
            running = true;
            threads.start(this::drain);
        }
    }

    /// How many tasks wait whose key is one of `keys`.
    synchronized int count(Predicate<Object> keys) {
        return (int) waiting.keySet().stream().filter(keys).count();
    }

    /// Drops the oldest waiting task whose key is one of `keys`.
    synchronized void dropOldest(Predicate<Object> keys) {
        waiting.keySet().stream().filter(keys).findFirst().ifPresent(waiting::remove);
    }

    /// Forgets what waits and takes nothing more. A task under way goes on.
    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Map.Entry<Object, Runnable> first = waiting.pollFirstEntry();
        if (first == null) {
            running = false;
            return null;
        }
        return first.getValue();
    }
}
