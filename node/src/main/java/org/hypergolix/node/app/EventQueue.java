package org.hypergolix.node.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalEvent;
import org.jspecify.annotations.Nullable;

/// The events of one session on their way to its application: one at a time, in order, on a virtual thread of its own.
///
/// Events that replace each other (states of one object, a relay's changes) share one place, and a state is read when
/// its turn comes, so it is the newest. At most [#MOST] events wait; what comes then is not taken, and said so: whoever
/// offered it keeps it. A slow or dead application so costs a bounded piece of memory and nobody else's time.
final class EventQueue implements AutoCloseable {
    static final int MOST = 8_192;

    private static final Logger LOG = System.getLogger(EventQueue.class.getName());

    private final Consumer<LocalEvent> application;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Object, Pending> waiting = new LinkedHashMap<>();
    private boolean closed;
    private boolean started;
    private long number;

    EventQueue(Consumer<LocalEvent> application) {
        this.application = application;
    }

    /// One event that waits.
    ///
    /// @param event made when its turn comes; nothing if it has become superfluous
    /// @param told runs after the application was told
    private record Pending(Supplier<Optional<LocalEvent>> event, Runnable told) {}

    /// The place of an object's states.
    private record StateOf(Ghid address) {}

    /// The place of an object's end.
    private record EndOf(Ghid address) {}

    /// The object has a new state.
    void updated(Ghid address, Supplier<Optional<LocalEvent>> event) {
        add(new StateOf(address), event, EventQueue::nothing);
    }

    /// The object is dead: its states do not matter any more.
    void deleted(Ghid address) {
        lock.lock();
        try {
            waiting.remove(new StateOf(address));
        } finally {
            lock.unlock();
        }
        add(new EndOf(address), () -> Optional.of(new LocalEvent.Deleted(address)), EventQueue::nothing);
    }

    /// An event that replaces the waiting one of the same `place`.
    void conflated(Object place, LocalEvent event) {
        add(place, () -> Optional.of(event), EventQueue::nothing);
    }

    /// An event that is told even if others like it wait.
    ///
    /// @param told runs after the application was told
    /// @return whether there was room
    boolean single(LocalEvent event, Runnable told) {
        return add(null, () -> Optional.of(event), told);
    }

    private static void nothing() {
        // For events that nobody keeps.
    }

    private boolean add(@Nullable Object place, Supplier<Optional<LocalEvent>> event, Runnable told) {
        lock.lock();
        try {
            Object key = place == null ? Long.valueOf(number++) : place;
            if (closed || (waiting.size() >= MOST && !waiting.containsKey(key))) {
                return false;
            }
            waiting.put(key, new Pending(event, told));
            changed.signal();
            if (!started) {
                started = true;
                Thread.ofVirtual().name("session-events").start(this::run);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (Pending next = next(); next != null; next = next()) {
                tell(next);
            }
        } catch (InterruptedException _) {
            // The application interrupted its own event thread; it hears nothing more.
            close();
        }
    }

    private @Nullable Pending next() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            if (closed) {
                return null;
            }
            Object first = waiting.keySet().iterator().next();
            return waiting.remove(first);
        } finally {
            lock.unlock();
        }
    }

    private void tell(Pending next) {
        try {
            Optional<LocalEvent> event = next.event().get();
            if (event.isPresent()) {
                application.accept(event.get());
                next.told().run();
            }
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "An application failed to handle an event", failure);
        }
    }

    /// Whoever is being told may end; nobody is told any more.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
