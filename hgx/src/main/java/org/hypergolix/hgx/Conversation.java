package org.hypergolix.hgx;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;

/// A session with the node, made patient: work goes on in the background even if whoever wants its result stops waiting.
///
/// Safe for use by any thread.
final class Conversation {
    private final LocalNode.Session session;
    private final Duration timeout;
    private final Map<Object, CompletableFuture<?>> awaited = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Conversation(LocalNode.Session session, Duration timeout) {
        this.session = session;
        this.timeout = timeout;
    }

    static HgxException.LinkClosed linkClosed() {
        return new HgxException.LinkClosed("The link is closed: connect again.");
    }

    static HgxException.Interrupted interrupted() {
        Thread.currentThread().interrupt();
        return new HgxException.Interrupted("Interrupted while waiting; the request goes on in the background.");
    }

    Deadline deadline() {
        return Deadline.after(timeout);
    }

    /// Asks the node on this thread, for as long as the node takes.
    <R> R call(LocalRequest<R> request) {
        try {
            return callOrRefuse(request);
        } catch (LocalRefusal refusal) {
            throw Refusals.exception(refusal);
        }
    }

    /// The same for who treats refusals himself.
    ///
    /// @throws LocalRefusal if the node declines
    <R> R callOrRefuse(LocalRequest<R> request) {
        requireOpen();
        try {
            return session.call(request);
        } catch (LocalRefusal refusal) {
            throw refusal;
        } catch (RuntimeException failure) {
            throw new HgxException("The node failed: " + Refusals.reason(failure), failure);
        }
    }

    /// Asks the node in the background and waits for its answer.
    <R> R ask(LocalRequest<R> request) {
        return await(deadline(), () -> call(request));
    }

    /// Does `work` in the background and waits for its result.
    <R> R await(Deadline deadline, Supplier<R> work) {
        CompletableFuture<R> result = Background.supply(work);
        Object waiter = new Object();
        awaited.put(waiter, result);
        try {
            requireOpen();
            return result.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw deadline.missed();
        } catch (InterruptedException _) {
            throw interrupted();
        } catch (ExecutionException failure) {
            throw here(failure);
        } finally {
            awaited.remove(waiter);
        }
    }

    void requireOpen() {
        if (closed) {
            throw linkClosed();
        }
    }

    /// Asks nothing more; everybody who waits gets [HgxException.LinkClosed].
    void end() {
        closed = true;
        awaited.values().forEach(result -> result.completeExceptionally(linkClosed()));
    }

    /// The failure as one of this thread: where it was called tells more than where the background work stood.
    private static RuntimeException here(ExecutionException background) {
        return switch (background.getCause()) {
            case HgxException failure -> {
                failure.fillInStackTrace();
                yield failure;
            }
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(background);
        };
    }
}
