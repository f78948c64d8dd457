package org.hypergolix.relay.subscription;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.golix.Ghid;

/// The subscribers whose connections share one event loop, and the announcements on their way to them.
///
/// Subscriptions change on that event loop only, so that telling a thousand subscribers takes no lock. Announcements come
/// from any thread; they wait conflated, so that a burst of updates costs no more than the number of addresses.
public final class SubscriberGroup {

    private static final System.Logger LOGGER = System.getLogger(SubscriberGroup.class.getName());

    /// Subscribers told before the event loop does something else.
    private static final int CHUNK = 256;

    private final Executor eventLoop;
    private final Runnable drained;
    private final Map<Ghid, Set<Subscriber>> subscribers = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Backlog backlog = new Backlog();
    private boolean draining;

    /// @param drained called after an announcement left the backlog
    SubscriberGroup(Executor eventLoop, Runnable drained) {
        this.eventLoop = eventLoop;
        this.drained = drained;
    }

    /// Subscribes; does nothing if it is already. On the event loop.
    public void subscribe(Ghid subject, Subscriber subscriber) {
        subscribers.computeIfAbsent(subject, _ -> new LinkedHashSet<>()).add(subscriber);
    }

    /// Ends a subscription; does nothing if there is none. On the event loop.
    public void unsubscribe(Ghid subject, Subscriber subscriber) {
        subscribers.computeIfPresent(subject, (_, all) -> {
            all.remove(subscriber);
            return all.isEmpty() ? null : all;
        });
    }

    /// What waits for the event loop.
    ///
    /// @param bytes of the objects
    record Load(int announcements, long bytes) {}

    Load load() {
        lock.lock();
        try {
            return new Load(backlog.size(), backlog.bytes());
        } finally {
            lock.unlock();
        }
    }

    /// Tells the subscribers, soon. On any thread.
    void announce(Delivery delivery) {
        if (!subscribers.containsKey(delivery.announcement().subject())) {
            return;
        }
        boolean start;
        lock.lock();
        try {
            backlog.add(delivery);
            start = !draining;
            draining = true;
        } finally {
            lock.unlock();
        }
        if (start) {
            eventLoop.execute(this::drain);
        }
    }

    private void drain() {
        Optional<Delivery> next = poll();
        if (next.isPresent()) {
            drained.run();
            Delivery delivery = next.get();
            Set<Subscriber> all = subscribers.getOrDefault(delivery.announcement().subject(), Set.of());
            tell(delivery, all.toArray(new Subscriber[0]), 0);
        }
    }

    private Optional<Delivery> poll() {
        lock.lock();
        try {
            Optional<Delivery> next = backlog.poll();
            draining = next.isPresent();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private static void tell(Delivery delivery, Subscriber subscriber) {
        try {
            subscriber.announce(delivery.announcement());
        } catch (RuntimeException | Error failure) {
            // Whatever it was, the others want to be told, of this and of what follows.
            LOGGER.log(System.Logger.Level.ERROR, "A subscriber could not be told.", failure);
        }
    }

    private void tell(Delivery delivery, Subscriber[] all, int from) {
        int to = Math.min(all.length, from + CHUNK);
        for (int index = from; index < to; index++) {
            if (all[index].id() != delivery.except()) {
                tell(delivery, all[index]);
            }
        }
        eventLoop.execute(to < all.length ? () -> tell(delivery, all, to) : this::drain);
    }
}
