package org.hypergolix.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.admission.Verdict;
import org.hypergolix.store.ledger.Ledger;
import org.hypergolix.store.ledger.Ledger.Outcome;
import org.hypergolix.store.ledger.Ledger.Submission;
import org.jspecify.annotations.Nullable;

/// The node's way into its ledger: objects and records together or not at all, with the disk's errors in words.
///
/// Safe for use by any thread.
public final class Commits {
    private final Ledger ledger;
    private volatile @Nullable Consumer<List<Change>> observer;

    public Commits(Ledger ledger) {
        this.ledger = ledger;
    }

    /// From now on `listener` hears of the records of each commit, once they are on disk, on the thread that
    /// did the work: short.
    public void observe(Consumer<List<Change>> listener) {
        observer = listener;
    }

    /// What is committed.
    public StoreView view() {
        return ledger.view();
    }

    /// Commits and waits until it is on disk.
    ///
    /// @throws org.hypergolix.wire.local.LocalRefusal if the disk refuses or the node is closed
    public Outcome commit(List<? extends GolixObject> objects, Ledger.Companion companion) {
        return await(submit(objects, companion));
    }

    /// Commits records alone.
    ///
    /// @throws org.hypergolix.wire.local.LocalRefusal if the disk refuses or the node is closed
    public void commit(List<Change> changes) {
        if (!changes.isEmpty()) {
            commit(List.of(), _ -> adding(changes));
        }
    }

    /// Hands in; nothing need happen until it is awaited.
    public CompletableFuture<Outcome> submit(List<? extends GolixObject> objects, Ledger.Companion companion) {
        return submit(objects, List.of(), companion);
    }

    /// Hands in objects of which some were made or checked here; nothing need happen until it is awaited.
    ///
    /// @param verified of `objects`: their signatures are not checked once more
    public CompletableFuture<Outcome> submit(
            List<? extends GolixObject> objects, List<Verified<?>> verified, Ledger.Companion companion) {
        Consumer<List<Change>> listener = observer;
        if (listener == null) {
            return ledger.prepare(new Submission(List.copyOf(objects), verified, companion, null));
        }
        List<Change> added = new ArrayList<>();
        Ledger.Companion watched = view -> {
            Verdict verdict = companion.accompany(view);
            if (verdict instanceof Verdict.Accepted accepted) {
                added.addAll(accepted.changes());
            }
            return verdict;
        };
        CompletableFuture<Outcome> outcome =
                ledger.prepare(new Submission(List.copyOf(objects), verified, watched, null));
        var _ = outcome.thenAccept(end -> {
            if (end instanceof Outcome.Stored) {
                listener.accept(added);
            }
        });
        return outcome;
    }

    /// Waits for what was handed in, or does the work. Runs callbacks of other commits, so it is not called with a lock
    /// held.
    ///
    /// @throws org.hypergolix.wire.local.LocalRefusal if the disk refuses or the node is closed
    public Outcome await(CompletableFuture<Outcome> outcome) {
        if (!outcome.isDone()) {
            ledger.work();
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return outcome.get();
                } catch (InterruptedException _) {
                    // What is handed in will be stored; nobody may be told otherwise.
                    interrupted = true;
                } catch (ExecutionException failed) {
                    throw refusal(failed.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// What a companion answers to add `changes`.
    public static Verdict adding(List<Change> changes) {
        return changes.isEmpty() ? new Verdict.Known() : new Verdict.Accepted(changes, List.of());
    }

    private static RuntimeException refusal(@Nullable Throwable cause) {
        if (!(cause instanceof StoreException failure)) {
            return new IllegalStateException("The ledger failed.", cause);
        }
        return switch (failure.reason()) {
            case FULL -> Refusals.storeFull("The disk is full; nothing was changed. Make room and try again.");
            case CLOSED -> Refusals.closed();
            case DAMAGED, LOCKED, FAILED -> Refusals.failed(
                    "The store could not write, nothing was changed: " + failure.getMessage());
        };
    }

    /// Reads what may be damaged: the first thing that is, counts as absent.
    public static <T> Optional<T> readable(Supplier<Optional<T>> read) {
        try {
            return read.get();
        } catch (StoreException damaged) {
            if (damaged.reason() != StoreException.Reason.DAMAGED) {
                throw damaged;
            }
            System.getLogger(Commits.class.getName()).log(System.Logger.Level.WARNING, damaged.getMessage());
            return Optional.empty();
        }
    }
}
