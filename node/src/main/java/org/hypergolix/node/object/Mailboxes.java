package org.hypergolix.node.object;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.sync.RelayLink;
import org.jspecify.annotations.Nullable;

/// Announced frames on their way to the intake: in order for each object, objects beside one another.
///
/// Each (object, relay) has one slot that holds the newest frame announced: what a slow intake misses is old anyway, and
/// one relay cannot displace what another says. A virtual thread serves an object while there is something in its slots;
/// a relay occupies at most [#PERMITS] of them at once, so that one that does not answer delays only itself. Who brings
/// more of one relay than [#MOST_BYTES] waits until some are taken.
final class Mailboxes {
    /// Frames of one relay in the intake at once.
    static final int PERMITS = 8;

    /// Bytes of frames of one relay that wait; one frame always may.
    static final long MOST_BYTES = 1L << 20;

    private static final Logger LOG = System.getLogger(Mailboxes.class.getName());

    private final FrameIntake intake;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final Map<Ghid, Map<RelayLink, Frame>> slots = new HashMap<>();
    private final Map<RelayLink, Long> waitingBytes = new HashMap<>();
    private final Map<RelayLink, Semaphore> permits = new ConcurrentHashMap<>();

    Mailboxes(FrameIntake intake) {
        this.intake = intake;
    }

    /// Puts `frame` into its slot, unless a newer one of the same relay is there.
    void offer(RelayLink link, Frame frame) throws InterruptedException {
        lock.lock();
        try {
            awaitRoom(link, frame.encoded().size());
            Map<RelayLink, Frame> box = slots.get(frame.dynamic());
            if (box != null) {
                Frame before = box.get(link);
                put(box, link, before == null ? frame : newer(before, frame));
                return;
            }
            Map<RelayLink, Frame> fresh = new LinkedHashMap<>();
            put(fresh, link, frame);
            slots.put(frame.dynamic(), fresh);
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("frame-intake").start(() -> serve(frame.dynamic()));
    }

    private void awaitRoom(RelayLink link, int bytes) throws InterruptedException {
        while (waitingBytes.containsKey(link) && waitingBytes.get(link) + bytes > MOST_BYTES) {
            taken.await();
        }
    }

    private void put(Map<RelayLink, Frame> box, RelayLink link, Frame frame) {
        Frame before = box.put(link, frame);
        count(link, frame.encoded().size() - (before == null ? 0 : before.encoded().size()));
    }

    private void count(RelayLink link, long bytes) {
        waitingBytes.merge(link, bytes, (one, other) -> one + other == 0 ? null : one + other);
    }

    private static Frame newer(Frame one, Frame other) {
        return Long.compareUnsigned(other.counter(), one.counter()) >= 0 ? other : one;
    }

    private void serve(Ghid address) {
        for (Map.Entry<RelayLink, Frame> next = next(address); next != null; next = next(address)) {
            Semaphore permit = permits.computeIfAbsent(next.getKey(), _ -> new Semaphore(PERMITS));
            try {
                permit.acquire();
                try {
                    intake.take(next.getKey(), next.getValue());
                } finally {
                    permit.release();
                }
            } catch (InterruptedException _) {
                // Nobody interrupts these threads; the next announcement starts another.
                Thread.currentThread().interrupt();
            } catch (RuntimeException failure) {
                LOG.log(Level.WARNING, "An announced state could not be taken over: address={0} reason={1}",
                        address, failure.getMessage());
            }
        }
    }

    private Map.@Nullable Entry<RelayLink, Frame> next(Ghid address) {
        lock.lock();
        try {
            Map<RelayLink, Frame> box = slots.get(address);
            if (box == null || box.isEmpty()) {
                slots.remove(address);
                return null;
            }
            Map.Entry<RelayLink, Frame> first = Map.entry(
                    box.keySet().iterator().next(), box.values().iterator().next());
            box.remove(first.getKey());
            count(first.getKey(), -first.getValue().encoded().size());
            taken.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }
}
