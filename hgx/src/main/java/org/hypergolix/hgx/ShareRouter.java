package org.hypergolix.hgx;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalRequest;

/// Brings shares to those who want them, and tells the node which api ids that are.
///
/// Every registration has a queue of its own. Anybody may send shares, so queues are bounded, and so is everybody's part
/// of them. The node keeps a share until everybody who wants it has handled it; what a full queue does not take it tells
/// again once that queue is empty.
final class ShareRouter {
    private static final System.Logger LOG = System.getLogger("org.hypergolix.hgx");
    private static final int LIMIT = 1024;
    private static final int LIMIT_PER_ORIGIN = 64;

    private final Conversation conversation;
    private final HandlerThreads threads;
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();
    /// The turn to compare what is wanted with what the node knows.
    private final Turn turn = new Turn();
    /// What the node knows. Changed in the turn only, except when the link ends.
    private final Set<ApiId> known = ConcurrentHashMap.newKeySet();

    ShareRouter(Conversation conversation, HandlerThreads threads) {
        this.conversation = conversation;
        this.threads = threads;
    }

    Subscription register(ApiId apiId, Optional<Ghid> origin, Consumer<? super ShareEvent> handler) {
        Registration registration = new Registration(apiId, origin, new HandlerQueue(threads), this::askAgain);
        registration.handlers.add(handler);
        // Before the node knows, as what has waited for this comes at once.
        registrations.add(registration);
        try {
            Deadline deadline = conversation.deadline();
            turn.take(deadline);
            conversation.await(deadline, () -> settleAndEndTurn(apiId));
        } catch (Throwable failure) {
            unregister(registration);
            throw failure;
        }
        return () -> unregister(registration);
    }

    /// A share came. On the node's thread.
    void shared(ShareEvent event) {
        List<Registration> wanting = registrations.stream().filter(registration -> registration.wants(event)).toList();
        if (wanting.isEmpty()) {
            Background.EXECUTOR.execute(() -> handled(event));
            return;
        }
        AtomicInteger open = new AtomicInteger(wanting.size());
        for (Registration registration : wanting) {
            registration.put(event, () -> {
                if (open.decrementAndGet() == 0) {
                    handled(event);
                }
            });
        }
    }

    /// Everybody who wants it has handled it, or nobody wants it. On the thread of the last handler.
    private void handled(ShareEvent event) {
        try {
            conversation.call(
                    new LocalRequest.ShareHandled(event.address(), event.origin(), event.apiId().bytes()));
        } catch (HgxException failure) {
            // Then it comes again in the next run.
            LOG.log(Level.DEBUG, "A share was handled and the node was not told: {0}", failure.getMessage());
        }
    }

    /// Lets the node tell again what was dropped. On the handlers' thread.
    private void askAgain(ApiId apiId) {
        try {
            turn.take(conversation.deadline());
            try {
                if (known.contains(apiId)) {
                    conversation.call(new LocalRequest.DeregisterApi(apiId.bytes()));
                    conversation.call(new LocalRequest.RegisterApi(apiId.bytes()));
                }
            } finally {
                turn.end();
            }
        } catch (HgxException failure) {
            // Then what was dropped comes again in the next run.
            LOG.log(Level.DEBUG, "Shares were dropped and the node was not asked again: {0}", failure.getMessage());
        }
    }

    /// Calls no handler any more.
    void end() {
        turn.abolish();
        registrations.forEach(registration -> registration.queue.close());
    }

    private void unregister(Registration registration) {
        registration.queue.close();
        if (registrations.remove(registration)) {
            Background.EXECUTOR.execute(() -> forget(registration.apiId));
        }
    }

    private void forget(ApiId apiId) {
        try {
            turn.take(conversation.deadline());
            settleAndEndTurn(apiId);
        } catch (HgxException failure) {
            // Then its shares still come, and find nobody.
            LOG.log(Level.DEBUG, "An api id was not deregistered: {0}", failure.getMessage());
        }
    }

    private boolean settleAndEndTurn(ApiId apiId) {
        try {
            boolean wanted = registrations.stream().anyMatch(registration -> registration.apiId.equals(apiId));
            if (wanted && !known.contains(apiId)) {
                conversation.call(new LocalRequest.RegisterApi(apiId.bytes()));
                known.add(apiId);
            } else if (!wanted && known.remove(apiId)) {
                conversation.call(new LocalRequest.DeregisterApi(apiId.bytes()));
            }
            return wanted;
        } finally {
            turn.end();
        }
    }

    /// One handler and what waits for it.
    private static final class Registration {
        final ApiId apiId;
        final Optional<Ghid> origin;
        final HandlerQueue queue;
        final Handlers<ShareEvent> handlers = new Handlers<>("share");
        private final Consumer<ApiId> askAgain;
        /// Whether shares were dropped since the queue was empty: said once, not for every share of a flood.
        private final AtomicBoolean dropped = new AtomicBoolean();

        Registration(ApiId apiId, Optional<Ghid> origin, HandlerQueue queue, Consumer<ApiId> askAgain) {
            this.apiId = apiId;
            this.origin = origin;
            this.queue = queue;
            this.askAgain = askAgain;
        }

        boolean wants(ShareEvent event) {
            return apiId.equals(event.apiId())
                    && origin.map(only -> only.equals(event.origin()) && only.equals(event.binder())).orElse(true);
        }

        void put(ShareEvent event, Runnable handled) {
            boolean full = queue.count(_ -> true) >= LIMIT
                    || queue.count(key -> key instanceof ShareEvent other && other.origin().equals(event.origin()))
                            >= LIMIT_PER_ORIGIN;
            if (!full) {
                queue.put(event, () -> handle(event, handled));
            } else if (dropped.compareAndSet(false, true)) {
                LOG.log(Level.WARNING,
                        "Shares come faster than they are handled, some must wait at the node: origin={0}",
                        event.origin());
            }
        }

        private void handle(ShareEvent event, Runnable handled) {
            handlers.call(event, event.address());
            handled.run();
            if (queue.count(_ -> true) == 0 && dropped.compareAndSet(true, false)) {
                askAgain.accept(apiId);
            }
        }
    }
}
