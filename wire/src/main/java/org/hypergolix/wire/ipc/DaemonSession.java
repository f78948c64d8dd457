package org.hypergolix.wire.ipc;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRefusal.Reason;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectState;
import org.jspecify.annotations.Nullable;

/// A session with a daemon that outlives its connections: after each loss it connects again, and registers its token, its
/// api ids and its objects again before anybody else may ask. States that were missed then come as events.
///
/// What was asked when a connection broke is asked again if that can do no harm; a push, a creation or a deletion is
/// refused instead, as nobody knows whether it happened.
final class DaemonSession implements LocalNode.Session {

    /// For a connection that nobody wants to hear.
    static final DaemonLink.Listener DEAF = new DaemonLink.Listener() {
        @Override
        public void happened(LocalEvent event, int token) {
            // Nothing was registered.
        }

        @Override
        public void lost(String reason) {
            // It was to be closed anyway.
        }
    };

    private static final Logger LOG = System.getLogger(DaemonSession.class.getName());
    private static final int MOST_SHARES = 1_024;
    private static final long FIRST_DELAY_MILLIS = 100;
    private static final long LAST_DELAY_MILLIS = 5_000;
    /// Revisions of one connection; a daemon that was started again counts from the start.
    private static final int REVISION_BITS = 40;

    private final DaemonNode.Limits limits;
    private final Duration timeout;
    private final Consumer<LocalEvent> events;
    private final Consumer<DaemonSession> end;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Connection current;
    private String absence = "";
    private boolean outdated;
    private boolean closed;

    // What the next connection registers again.
    private volatile Optional<Bytes> token = Optional.empty();
    private final Set<Bytes> apis = ConcurrentHashMap.newKeySet();
    private final Set<Ghid> tracked = ConcurrentHashMap.newKeySet();
    private final Set<LocalRequest.Share> shares = ConcurrentHashMap.newKeySet();

    /// A daemon has at most 256 of them under way for each connection; states that a new connection fetched come to that.
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Thread keeper = Thread.ofVirtual().name("daemon-keeper").unstarted(this::keep);
    private final Thread teller = Thread.ofVirtual().name("daemon-events").unstarted(this::deliver);

    private DaemonSession(
            DaemonNode.Limits limits, Consumer<LocalEvent> events, Consumer<DaemonSession> end) {
        this.limits = limits;
        this.timeout = limits.requestTimeout();
        this.events = events;
        this.end = end;
    }

    /// @param number of the connection, 1 for the first
    private record Connection(DaemonLink link, long number) {}

    /// An event that waits for the application.
    private record Arrival(LocalEvent event, Runnable handled) {}

    /// Connects for the first time.
    ///
    /// @throws IOException if no daemon serves the home; one line that says what to do
    static DaemonSession open(DaemonNode.Limits limits, Consumer<LocalEvent> events, Consumer<DaemonSession> end)
            throws IOException, InterruptedException {
        DaemonSession session = new DaemonSession(limits, events, end);
        session.publish(session.connect(1), 1);
        session.keeper.start();
        session.teller.start();
        return session;
    }

    static LocalRefusal closedRefusal() {
        return new LocalRefusal(ErrorCode.IPC, Reason.CLOSED, "The session is closed; connect again.");
    }

    @Override
    public <R> R call(LocalRequest<R> request) {
        long endNanos = System.nanoTime() + timeout.toNanos();
        boolean wasThere = prepare(request);
        try {
            while (true) {
                Connection connection = await(endNanos);
                try {
                    R result = connection.link.call(request, Duration.ofNanos(endNanos - System.nanoTime()));
                    return note(request, renumbered(result, connection.number), connection);
                } catch (IOException failure) {
                    demandHarmless(request, failure.getMessage());
                    if (connection.link.isOpen()) {
                        // It is slow: asking once more would only make it slower.
                        throw unavailable(failure.getMessage());
                    }
                } catch (LocalRefusal refusal) {
                    if (refusal.reason() != Reason.CLOSED) {
                        throw renumbered(refusal, connection.number);
                    }
                    // The daemon is stopping; perhaps another one starts.
                    connection.link.close();
                    demandHarmless(request, "The daemon stops.");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LocalRefusal(ErrorCode.EXCEPTION, Reason.OTHER,
                    "The call was interrupted; what it began may still happen.");
        } catch (LocalRefusal refusal) {
            if (!wasThere) {
                forget(request);
            }
            throw refusal;
        }
    }

    private static LocalRefusal unavailable(@Nullable String message) {
        return new LocalRefusal(ErrorCode.COMMS, Reason.UNAVAILABLE, String.valueOf(message));
    }

    /// The connection, once there is one.
    private Connection await(long endNanos) throws InterruptedException {
        lock.lock();
        try {
            long remaining = endNanos - System.nanoTime();
            while (current == null && !closed && remaining > 0) {
                remaining = changed.awaitNanos(remaining);
            }
            if (remaining <= 0) {
                throw unavailable("No connection to the daemon: " + absence);
            }
            if (current == null || closed) {
                throw closedRefusal();
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    private static void demandHarmless(LocalRequest<?> request, @Nullable String failure) {
        switch (request) {
            case LocalRequest.Create _,LocalRequest.Update _,LocalRequest.Delete _,LocalRequest.Freeze _,LocalRequest.RegisterStartup _,LocalRequest.DeregisterStartup _ ->
                throw new LocalRefusal(ErrorCode.COMMS, Reason.UNAVAILABLE,
                        "It is not known whether the daemon still did it; look before you repeat it. " + failure);
            case LocalRequest.WhoAmI _,LocalRequest.RegisterToken _,LocalRequest.StartupObject _,LocalRequest.RegisterApi _,LocalRequest.DeregisterApi _,LocalRequest.ShareHandled _,LocalRequest.Get _,LocalRequest.Sync _,LocalRequest.Share _,LocalRequest.Hold _,LocalRequest.Discard _,LocalRequest.Relays _,LocalRequest.ListObjects _ ->
                {}
        }
    }

    /// Notes before the request what a connection that breaks meanwhile must register again.
    ///
    /// @return whether there is nothing that [#forget] would have to take back
    private boolean prepare(LocalRequest<?> request) {
        if (request instanceof LocalRequest.RegisterApi api) {
            return !apis.add(api.apiId());
        } else if (request instanceof LocalRequest.Get get) {
            return !tracked.add(get.address());
        } else if (request instanceof LocalRequest.Share share) {
            return shares.size() >= MOST_SHARES || !shares.add(share);
        }
        return true;
    }

    private void forget(LocalRequest<?> request) {
        if (request instanceof LocalRequest.RegisterApi api) {
            apis.remove(api.apiId());
        } else if (request instanceof LocalRequest.Get get) {
            tracked.remove(get.address());
        } else if (request instanceof LocalRequest.Share share) {
            shares.remove(share);
        }
    }

    /// Notes after the request what the next connection must know.
    private <R> R note(LocalRequest<R> request, R result, Connection connection) {
        if (request instanceof LocalRequest.RegisterToken && result instanceof Bytes registered) {
            token = Optional.of(registered);
            refreshIfLost(connection);
        } else if (result instanceof LocalRequest.Created created) {
            tracked.add(created.address());
            refreshIfLost(connection);
        } else if (request instanceof LocalRequest.DeregisterApi api) {
            apis.remove(api.apiId());
        } else if (request instanceof LocalRequest.Discard discard) {
            tracked.remove(discard.address());
        } else if (request instanceof LocalRequest.Delete delete) {
            tracked.remove(delete.address());
            shares.removeIf(share -> share.address().equals(delete.address()));
        }
        return result;
    }

    /// What `connection` told may have come too late for its successor, which then starts over.
    private void refreshIfLost(Connection connection) {
        Connection now;
        lock.lock();
        try {
            now = current;
            // The keeper may just be registering what it knew before.
            outdated = now == null;
        } finally {
            lock.unlock();
        }
        if (now != null && now.number != connection.number) {
            now.link.close();
        }
    }

    private DaemonLink connect(long number) throws IOException, InterruptedException {
        Rendezvous rendezvous = Rendezvous.read(limits.home()).orElseThrow(
                () -> new IOException("No daemon serves " + limits.home() + "; start it with: hypergolix start app"));
        CompletableFuture<DaemonLink> opened = new CompletableFuture<>();
        DaemonLink link = DaemonLink.open(rendezvous, limits, new DaemonLink.Listener() {
            @Override
            public void happened(LocalEvent event, int eventToken) {
                arrivals.add(new Arrival(renumbered(event, number),
                        () -> {
                            var _ = opened.thenAccept(here -> here.handled(eventToken));
                        }));
            }

            @Override
            public void lost(String reason) {
                withdraw(number, reason);
            }
        });
        opened.complete(link);
        return link;
    }

    /// Makes a connection the one that calls use, unless it is lost already.
    private boolean publish(DaemonLink link, long number) {
        lock.lock();
        try {
            if (closed || outdated || !link.isOpen()) {
                link.close();
                outdated = false;
                return false;
            }
            current = new Connection(link, number);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void withdraw(long number, String reason) {
        lock.lock();
        try {
            absence = reason;
            if (current != null && current.number == number) {
                current = null;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The thread that connects again after every loss.
    private void keep() {
        try {
            SplittableRandom jitter = new SplittableRandom();
            long number = 1;
            int failures = 0;
            while (awaitLoss()) {
                number++;
                long most = Math.min(LAST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(failures, 10));
                Thread.sleep(jitter.nextLong(most + 1));
                try {
                    failures = reconnect(number) ? 0 : failures + 1;
                } catch (IOException | RuntimeException failed) {
                    failures++;
                    withdraw(number, String.valueOf(failed.getMessage()));
                }
            }
        } catch (InterruptedException _) {
            // The session closes.
        }
    }

    private boolean reconnect(long number) throws IOException, InterruptedException {
        DaemonLink link = connect(number);
        boolean published = false;
        try {
            List<Ghid> later = restore(link, number);
            published = publish(link, number);
            if (published && !later.isEmpty()) {
                Thread.ofVirtual().name("daemon-restore").start(() -> restoreLater(link, number, later));
            }
            return published;
        } finally {
            if (!published) {
                link.close();
            }
        }
    }

    /// @return false once the session is closed
    private boolean awaitLoss() throws InterruptedException {
        lock.lock();
        try {
            while (current != null && !closed) {
                changed.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// Registers on a new connection what the session had on the last.
    ///
    /// @return the objects that the daemon cannot give now
    private List<Ghid> restore(DaemonLink link, long number) throws IOException, InterruptedException {
        if (token.isPresent()) {
            link.call(new LocalRequest.RegisterToken(token), timeout);
        }
        for (Bytes apiId : apis) {
            link.call(new LocalRequest.RegisterApi(apiId), timeout);
        }
        List<Ghid> later = new ArrayList<>();
        for (Ghid address : tracked) {
            if (!restore(link, number, address)) {
                later.add(address);
            }
        }
        if (token.isEmpty()) {
            // Answers to shares find a session by its token; without one they are asked for again.
            for (LocalRequest.Share share : shares) {
                restore(link, share);
            }
        }
        return later;
    }

    private void restore(DaemonLink link, LocalRequest.Share share) throws IOException, InterruptedException {
        try {
            link.call(share, timeout);
        } catch (LocalRefusal refusal) {
            demandOpen(refusal);
            shares.remove(share);
        }
    }

    private static void demandOpen(LocalRefusal refusal) throws IOException {
        if (refusal.reason() == Reason.CLOSED) {
            throw new IOException(refusal.getMessage());
        }
    }

    /// @return false if the daemon cannot say now; one object must not keep all others waiting
    private boolean restore(DaemonLink link, long number, Ghid address) throws IOException, InterruptedException {
        try {
            ObjectState state = renumbered(link.call(new LocalRequest.Get(address), timeout), number);
            arrivals.add(new Arrival(new LocalEvent.Updated(state), () -> {}));
            return true;
        } catch (LocalRefusal refusal) {
            demandOpen(refusal);
            if (refusal.code() == ErrorCode.DOES_NOT_EXIST && refusal.reason() != Reason.UNAVAILABLE) {
                tracked.remove(address);
                arrivals.add(new Arrival(new LocalEvent.Deleted(address), () -> {}));
                return true;
            }
            return false;
        } catch (IOException failure) {
            if (link.isOpen()) {
                return false;
            }
            throw failure;
        }
    }

    /// Goes on asking for what the daemon could not give, as long as the connection lasts.
    private void restoreLater(DaemonLink link, long number, List<Ghid> addresses) {
        List<Ghid> rest = addresses;
        try {
            while (!rest.isEmpty() && link.isOpen()) {
                Thread.sleep(LAST_DELAY_MILLIS);
                List<Ghid> later = new ArrayList<>();
                for (Ghid address : rest) {
                    if (tracked.contains(address) && !restore(link, number, address)) {
                        later.add(address);
                    }
                }
                rest = later;
            }
        } catch (IOException | InterruptedException _) {
            // The next connection begins anew.
        }
    }

    /// The thread that tells the application.
    private void deliver() {
        try {
            while (true) {
                Arrival arrival = arrivals.take();
                forgetWhatEnded(arrival.event);
                try {
                    events.accept(arrival.event);
                } catch (RuntimeException failure) {
                    LOG.log(Level.WARNING, "An application failed to handle an event", failure);
                }
                arrival.handled.run();
            }
        } catch (InterruptedException _) {
            // The session closes.
        }
    }

    private void forgetWhatEnded(LocalEvent event) {
        switch (event) {
            case LocalEvent.Deleted deleted -> {
                tracked.remove(deleted.address());
                shares.removeIf(share -> share.address().equals(deleted.address()));
            }
            case LocalEvent.ShareAccepted(Ghid address, Ghid recipient) ->
                shares.remove(new LocalRequest.Share(address, recipient));
            case LocalEvent.ShareDeclined(Ghid address, Ghid recipient) ->
                shares.remove(new LocalRequest.Share(address, recipient));
            case LocalEvent.Updated _,LocalEvent.Shared _,LocalEvent.Conflict _,LocalEvent.RelayChanged _ -> {}
        }
    }

    private static long renumbered(long revision, long connection) {
        return (connection << REVISION_BITS) + revision;
    }

    private static ObjectState renumbered(ObjectState object, long connection) {
        return new ObjectState(object.address(), object.binder(), object.apiId(), object.dynamic(), object.isPrivate(),
                object.state(), renumbered(object.revision(), connection), object.stale());
    }

    private static LocalEvent renumbered(LocalEvent event, long connection) {
        return switch (event) {
            case LocalEvent.Updated updated -> new LocalEvent.Updated(renumbered(updated.object(), connection));
            case LocalEvent.Conflict(Ghid address, Bytes lost, ObjectState winner) ->
                new LocalEvent.Conflict(address, lost, renumbered(winner, connection));
            case LocalEvent.Shared _,LocalEvent.ShareAccepted _,LocalEvent.ShareDeclined _,LocalEvent.Deleted _,LocalEvent.RelayChanged _ ->
                event;
        };
    }

    private static LocalRefusal renumbered(LocalRefusal refusal, long connection) {
        return refusal.conflict()
                .map(conflict -> LocalRefusal.conflict(String.valueOf(refusal.getMessage()), conflict.lost(),
                        renumbered(conflict.winner(), connection)))
                .orElse(refusal);
    }

    @SuppressWarnings("unchecked") // the same type with other numbers
    private static <R> R renumbered(R result, long connection) {
        return (R) switch (result) {
            case LocalRequest.Created(Ghid address, LocalRequest.Pushed pushed, long revision) ->
                new LocalRequest.Created(address, pushed, renumbered(revision, connection));
            case LocalRequest.Published(LocalRequest.Pushed pushed, long revision) ->
                new LocalRequest.Published(pushed, renumbered(revision, connection));
            case ObjectState object -> renumbered(object, connection);
            default -> result;
        };
    }

    /// May be called by a handler of events.
    @Override
    public void close() {
        Connection last;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            last = current;
            current = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.link.close();
        }
        keeper.interrupt();
        if (!Thread.currentThread().equals(teller)) {
            teller.interrupt();
        } else {
            arrivals.clear();
        }
        end.accept(this);
    }
}
