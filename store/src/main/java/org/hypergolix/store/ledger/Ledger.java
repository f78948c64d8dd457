package org.hypergolix.store.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.admission.Event;
import org.hypergolix.store.admission.Verdict;
import org.jspecify.annotations.Nullable;

/// The one way into a store: verifies, admits in order, commits in groups, and tells of it only when it is durable.
///
/// Signatures are checked on the caller's thread where the author is known already, else in order on the ledger's own.
/// Admission runs on one thread, against what is committed plus the batch in hand; one commit, and so one flush to disk,
/// serves everything that waited. Events reach the listener after the commit, in order.
public final class Ledger implements AutoCloseable {

    /// Takes `store` over; closing the ledger closes it.
    public Ledger(ObjectStore store, Options options, Listener listener) {
        throw new UnsupportedOperationException();
    }

    /// Hands in objects that are stored together or not at all, judged in the order given.
    ///
    /// Waits while the queue is full. The future completes on the ledger's thread: callbacks must be short.
    /// It fails with `StoreException` if the disk refuses, with nothing of this submission stored.
    public CompletableFuture<Outcome> submit(Submission submission) {
        throw new UnsupportedOperationException();
    }

    /// What is committed.
    public StoreView view() {
        throw new UnsupportedOperationException();
    }

    /// Waits for what was handed in, then stops and closes the store.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /// Limits and the clock.
    ///
    /// @param queueCapacity submissions that may wait
    /// @param queueBytes the sum of the objects' sizes that may wait
    /// @param clock milliseconds since the epoch
    public record Options(int queueCapacity, long queueBytes, LongSupplier clock) {}

    /// Hears of durable changes.
    @FunctionalInterface
    public interface Listener {
        /// Called on the ledger's thread after each commit; must not block.
        ///
        /// @param origin the `origin` of the submission that caused the events, or null for sweeps
        void committed(@Nullable Object origin, List<Event> events);
    }

    /// Objects and what goes with them.
    ///
    /// @param companion judged last, against a view that includes the objects: adds changes (records) or refuses all
    /// @param origin handed to the listener; identifies the connection that published
    public record Submission(
            List<GolixObject> objects, Companion companion, @Nullable Object origin) {}

    /// The owner's part of a transaction. Runs on the ledger's thread: short, no I/O but the view.
    @FunctionalInterface
    public interface Companion {
        /// Nothing to add.
        Companion NONE = _ -> new Verdict.Known();

        Verdict accompany(StoreView view);
    }

    /// The end of a submission.
    public sealed interface Outcome {
        /// Durable.
        ///
        /// @param fresh whether anything was stored that was not before
        record Stored(boolean fresh) implements Outcome {}

        /// Nothing was stored.
        ///
        /// @param index of the object refused; the number of objects if the companion refused
        record Refused(int index, Verdict.Refused verdict) implements Outcome {}
    }
}
