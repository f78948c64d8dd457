package org.hypergolix.node.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.jspecify.annotations.Nullable;

/// The events of one session on their way to its application: one at a time, in order, on a virtual thread of its own.
///
/// Events that replace each other (states of one object, a relay's changes) share one place, and a state is read when
/// its turn comes, so it is the newest. At most [#MOST] events wait that are told one by one, and at most [#MOST_PLACES]
/// in all; what comes then is not taken. Whoever keeps such an event elsewhere is called when there is room again. A slow or
/// dead application so costs a bounded piece of memory and nobody else's time.
final class EventQueue implements AutoCloseable {
    /// Shares, answers and conflicts that wait.
    static final int MOST = 8_192;

    /// Everything that waits, states and ends of objects included: a session tracks at most 8,192 objects.
    static final int MOST_PLACES = 4 * MOST;

    private static final Logger LOG = System.getLogger(EventQueue.class.getName());

    private final LocalNode.Listener application;
    private final Runnable room;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SequencedMap<Object, Pending> waiting = new LinkedHashMap<>();
    private boolean closed;
    private boolean started;
    private boolean missed;
    private int singles;
    private long number;

    /// @param room runs on the events' thread when half of the queue is free again, after something to be kept was not
    ///     taken
    EventQueue(LocalNode.Listener application, Runnable room) {
        this.application = application;
        this.room = room;
    }

    /// One event that waits.
    ///
    /// @param event made when its turn comes; nothing if it has become superfluous
    /// @param taken for the application, to be run once it has the event
    /// @param single whether it is told one by one
    private record Pending(Supplier<Optional<LocalEvent>> event, Runnable taken, boolean single) {}

    /// The place of an object's states.
    private record StateOf(Ghid address) {}

    /// The place of an object's end.
    private record EndOf(Ghid address) {}

    /// The object has a new state.
    void updated(Ghid address, Supplier<Optional<LocalEvent>> event) {
        add(new StateOf(address), new Pending(event, EventQueue::nothing, false));
    }

    /// The object is dead: its states do not matter any more.
    void deleted(Ghid address) {
        lock.lock();
        try {
            waiting.remove(new StateOf(address));
        } finally {
            lock.unlock();
        }
        conflated(new EndOf(address), new LocalEvent.Deleted(address));
    }

    /// An event that replaces the waiting one of the same `place`.
    void conflated(Object place, LocalEvent event) {
        add(place, new Pending(() -> Optional.of(event), EventQueue::nothing, false));
    }

    /// An event that is told even if others like it wait.
    ///
    /// @return whether there was room
    boolean single(LocalEvent event) {
        lock.lock();
        try {
            return add(number++, new Pending(() -> Optional.of(event), EventQueue::nothing, true));
        } finally {
            lock.unlock();
        }
    }

    /// An event that is kept elsewhere until it is taken, and replaces the waiting one of the same `place`. If there is no room
    /// for it, whoever keeps it is called as soon as there is.
    ///
    /// @param taken runs once the application has it, on any thread
    /// @return whether there was room
    boolean kept(Object place, LocalEvent event, Runnable taken) {
        lock.lock();
        try {
            boolean fits = add(place, new Pending(() -> Optional.of(event), taken, true));
            missed |= !fits;
            return fits;
        } finally {
            lock.unlock();
        }
    }

    private static void nothing() {
        // For events that nobody keeps.
    }

    private boolean add(Object place, Pending pending) {
        lock.lock();
        try {
            boolean full = waiting.size() >= MOST_PLACES || (pending.single() && singles >= MOST);
            if (closed || (full && !waiting.containsKey(place))) {
                return false;
            }
            Pending before = waiting.put(place, pending);
            if (pending.single() && before == null) {
                singles++;
            }
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
                if (takeMissed()) {
                    room.run();
                }
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
            Pending first = waiting.pollFirstEntry().getValue();
            if (first.single()) {
                singles--;
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    /// Whether it is time to tell again what was not taken.
    private boolean takeMissed() {
        lock.lock();
        try {
            boolean now = missed && singles <= MOST / 2 && waiting.size() <= MOST_PLACES / 2;
            missed &= !now;
            return now;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Pending next) {
        try {
            Optional<LocalEvent> event = next.event().get();
            if (event.isPresent()) {
                application.happened(event.get(), next.taken());
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
