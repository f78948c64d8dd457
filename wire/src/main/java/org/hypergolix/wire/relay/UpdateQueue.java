package org.hypergolix.wire.relay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.ObjectKind;

/// Updates that wait for the listener, in order. A frame replaces the waiting frame of its subject, in the place of that
/// one, as only the newest state matters; everything else queues. Bounded by number and by bytes.
final class UpdateQueue {

    /// Of the tokens of replaced frames the newest this many are answered; the relay gives up the others by itself.
    private static final int MAX_TOKENS = 64;

    private static final Bytes FRAME_MAGIC =
            Bytes.owning(ObjectKind.FRAME.magic().getBytes(StandardCharsets.US_ASCII));

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Slot> slots = new ArrayDeque<>();
    private final Map<Ghid, Slot> replaceable = new HashMap<>();
    private final int maxUpdates;
    private final long maxBytes;
    private long bytes;
    private boolean closed;

    UpdateQueue(int maxUpdates, long maxBytes) {
        this.maxUpdates = maxUpdates;
        this.maxBytes = maxBytes;
    }

    /// An update to hand to the listener.
    ///
    /// @param tokens all to be answered alike: its own and those of the frames that it replaced
    record Entry(RelayUpdate update, List<Integer> tokens) {}

    private static final class Slot {
        private RelayUpdate update;
        private final Deque<Integer> tokens = new ArrayDeque<>(2);

        Slot(RelayUpdate update) {
            this.update = update;
        }

        void addToken(int token) {
            if (tokens.size() >= MAX_TOKENS) {
                tokens.removeFirst();
            }
            tokens.addLast(token);
        }
    }

    /// Adds an update.
    ///
    /// @return false if there is no room
    boolean offer(RelayUpdate update, int token) {
        lock.lock();
        try {
            if (closed) {
                return true;
            }
            boolean frame = isFrame(update.object());
            Slot waiting = frame ? replaceable.get(update.subject()) : null;
            int freed = waiting == null ? 0 : waiting.update.object().size();
            if (bytes - freed + update.object().size() > maxBytes
                    || (waiting == null && slots.size() >= maxUpdates)) {
                return false;
            }
            bytes += update.object().size() - freed;
            if (waiting == null) {
                waiting = append(update, frame);
            }
            waiting.update = update;
            waiting.addToken(token);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Slot append(RelayUpdate update, boolean frame) {
        Slot slot = new Slot(update);
        slots.addLast(slot);
        if (frame) {
            replaceable.put(update.subject(), slot);
        } else {
            // A later frame of this subject must not overtake what is queued here.
            replaceable.remove(update.subject());
        }
        changed.signalAll();
        return slot;
    }

    private static boolean isFrame(Bytes object) {
        int length = FRAME_MAGIC.size();
        return object.size() >= length && object.slice(0, length).equals(FRAME_MAGIC);
    }

    /// Waits for the first update and takes it; empty once the queue is closed and drained.
    Optional<Entry> take() throws InterruptedException {
        lock.lock();
        try {
            while (slots.isEmpty()) {
                if (closed) {
                    return Optional.empty();
                }
                changed.await();
            }
            Slot first = slots.removeFirst();
            replaceable.remove(first.update.subject(), first);
            bytes -= first.update.object().size();
            return Optional.of(new Entry(first.update, List.copyOf(first.tokens)));
        } finally {
            lock.unlock();
        }
    }

    /// No more updates come; those that wait are still given out.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
