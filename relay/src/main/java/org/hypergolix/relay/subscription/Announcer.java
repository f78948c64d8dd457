package org.hypergolix.relay.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Request;
import org.hypergolix.relay.subscription.Announcement.NewFrame;
import org.hypergolix.relay.subscription.Announcement.NewRequest;
import org.hypergolix.relay.subscription.Announcement.Removed;
import org.hypergolix.store.admission.Event;
import org.hypergolix.store.admission.Event.Collected;
import org.hypergolix.store.admission.Event.FrameReady;
import org.hypergolix.store.admission.Event.RequestArrived;
import org.hypergolix.store.ledger.Ledger;
import org.jspecify.annotations.Nullable;

/// Turns what was committed into announcements to those who subscribed. Safe for use by any thread.
///
/// The origin of a submission is the number of the connection that published, a `Long`. A frame or request is not
/// announced to the connection that published it; a removal is announced to everybody, the debinder included.
public final class Announcer implements Ledger.Listener {

    /// Announcements that may wait for an event loop before publishers wait.
    static final int MAX_BACKLOG = 16_384;

    /// Bytes of their objects.
    static final long MAX_BACKLOG_BYTES = 32L << 20;

    private static final long WAIT_MILLIS = 100;

    private final List<SubscriberGroup> groups = new ArrayList<>();
    private final FrameOrigins origins;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    private volatile boolean publishersWait;

    /// @param nanoClock monotonic
    public Announcer(LongSupplier nanoClock) {
        this.origins = new FrameOrigins(nanoClock);
    }

    /// Adds the group of one event loop. Before anything else is called.
    public SubscriberGroup addGroup(Executor eventLoop) {
        SubscriberGroup group = new SubscriberGroup(eventLoop, this::drained);
        groups.add(group);
        return group;
    }

    /// Notes who publishes an object, before it is handed in.
    public void publishing(GolixObject object, long connection) {
        if (object instanceof Frame frame) {
            origins.remember(frame.ghid(), connection);
        }
    }

    /// Notes that an object was refused or known already: no announcement will follow.
    public void notPublished(GolixObject object, long connection) {
        if (object instanceof Frame frame) {
            origins.forget(frame.ghid(), connection);
        }
    }

    /// Waits while more announcements wait for the event loops than they can tell in good time.
    public void awaitRoom() throws InterruptedException {
        while (isBehind()) {
            lock.lock();
            try {
                publishersWait = true;
                // With a time limit, as the backlog may have drained before the flag was up.
                var _ = drained.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean isBehind() {
        int waiting = 0;
        long bytes = 0;
        for (SubscriberGroup group : groups) {
            SubscriberGroup.Load load = group.load();
            waiting += load.announcements();
            bytes += load.bytes();
        }
        return waiting > MAX_BACKLOG || bytes > MAX_BACKLOG_BYTES;
    }

    private void drained() {
        if (publishersWait) {
            lock.lock();
            try {
                publishersWait = false;
                drained.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void committed(@Nullable Object origin, List<Event> events) {
        long publisher = origin instanceof Long connection ? connection : Delivery.NOBODY;
        for (Event event : events) {
            Delivery delivery = switch (event) {
                case FrameReady(Frame frame) ->
                    new Delivery(NewFrame.of(frame), origins.take(frame.ghid()).orElse(publisher));
                case RequestArrived(Request request) -> new Delivery(NewRequest.of(request), publisher);
                case Collected(var subject, var cause) ->
                    new Delivery(Removed.of(subject, cause), Delivery.NOBODY);
            };
            announce(delivery);
        }
    }

    /// Announces a request that arrived earlier, to everybody who subscribed to its recipient.
    public void announceAgain(Request request) {
        announce(new Delivery(NewRequest.of(request), Delivery.NOBODY));
    }

    private void announce(Delivery delivery) {
        groups.forEach(group -> group.announce(delivery));
    }
}
