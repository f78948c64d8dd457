package org.hypergolix.store.ledger;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.admission.Event;
import org.hypergolix.store.admission.Verdict;
import org.jspecify.annotations.Nullable;

/// The one way into a store: verifies, admits in order, commits in groups, and tells of it only when it is durable.
///
/// Signatures are checked on the caller's thread where the author is known already, else in order with the admission.
/// Admission is done by one thread at a time, against what is committed plus the batch in hand; one commit, and so one
/// flush to disk, serves everything that waited. Events reach the listener after the commit, in order, and before the
/// outcome of their submission: who has the outcome has been told of, and who asks to be told from then on hears of later
/// ones only.
///
/// The work is done by a thread of the ledger's own, or, where nothing else is going on, by a caller that would only wait
/// for it: that saves two hand-overs between threads, which cost as much as the disk. What comes while a caller works
/// is done by the ledger's thread, in groups.
///
/// Safe for use by any thread. Submissions of one thread are judged in the order in which it made them.
public final class Ledger implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Ledger.class.getName());

    /// The most submissions in one commit.
    static final int BATCH_COUNT = 256;

    /// The most bytes of objects in one commit, though always at least one submission.
    static final long BATCH_BYTES = 4L << 20;

    /// How long a frame waits for its container, which follows it as a rule: less than a flush of the disk takes.
    private static final long CONTAINER_WAIT_NANOS = 500_000;

    private static final long CLOSE_SECONDS = 60;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final ObjectStore store;
    private final LongSupplier clock;
    private final Authors authors;
    private final Intake intake;
    private final Notifier notifier;
    private final Sweeper sweeper;
    private final Thread thread;

    /// Takes `store` over; closing the ledger closes it.
    public Ledger(ObjectStore store, Options options, Listener listener) {
        this.store = store;
        clock = options.clock();
        authors = new Authors(store);
        intake = new Intake(options.queueCapacity(), options.queueBytes());
        notifier = new Notifier(listener);
        sweeper = new Sweeper(store, notifier);
        thread = Thread.ofPlatform().daemon().name("hypergolix-ledger").start(this::run);
    }

    /// Hands in objects that are stored together or not at all, judged in the order given.
    ///
    /// Waits while the queue is full, at most 30 seconds. The future completes on the thread that does the work, the
    /// ledger's own or one in [#work]: callbacks must be short. It fails with `StoreException` if the disk refuses, with
    /// nothing of this submission stored; also with reason CLOSED after [#close()], and with reason FAILED if the wait was
    /// too long or interrupted.
    public CompletableFuture<Outcome> submit(Submission submission) {
        return submit(submission, true);
    }

    /// The same for somebody who calls [#work] soon: nothing need happen until then, so that the work may be done there.
    public CompletableFuture<Outcome> prepare(Submission submission) {
        return submit(submission, false);
    }

    private CompletableFuture<Outcome> submit(Submission submission, boolean call) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        try {
            List<Checked> checked = submission.objects().stream()
                    .map(object -> check(object, submission)).toList();
            long size = submission.objects().stream().mapToLong(object -> object.encoded().size()).sum();
            intake.put(new Entry(submission, checked, size, outcome), call);
        } catch (StoreException refused) {
            outcome.completeExceptionally(refused);
        }
        return outcome;
    }

    /// Sees to it that all that was handed in is done soon: does it here and now if nobody is at it, else leaves it to
    /// the ledger's thread.
    ///
    /// The calling thread runs the listener, companions and callbacks of everybody's submissions in the batch, so it must
    /// not hold a lock that they need.
    public void work() {
        if (Thread.currentThread().isVirtual() && PROCESSORS == 1) {
            // The only thread that runs virtual threads would stand still with the disk.
            intake.call();
            return;
        }
        List<Entry> entries = intake.tryTake(BATCH_COUNT, BATCH_BYTES);
        if (entries.isEmpty()) {
            return;
        }
        boolean call = true;
        try {
            long before = sweeper.sleepMillis(clock.getAsLong());
            process(entries);
            call = sweeper.sleepMillis(clock.getAsLong()) < before;
        } finally {
            intake.done(call);
        }
    }

    private Checked check(GolixObject object, Submission submission) {
        return submission.verified().stream()
                .filter(known -> known.object().equals(object)).findFirst()
                .map(known -> Checked.trust(known, authors::find))
                .orElseGet(() -> Checked.check(object, authors::find));
    }

    /// What is committed.
    public StoreView view() {
        return store;
    }

    /// Waits for what was handed in, at most a minute, then stops and closes the store. Called from a callback of the
    /// ledger itself it does not wait.
    @Override
    public void close() {
        intake.close();
        if (intake.isWorker()) {
            return;
        }
        try {
            if (!thread.join(Duration.ofSeconds(CLOSE_SECONDS))) {
                LOG.log(Level.WARNING, "The store is still busy after {0} seconds of waiting", CLOSE_SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            // At first at once: what was left when the store was closed may be due.
            long sleepMillis = 0;
            while (!intake.isExhausted()) {
                List<Entry> entries = intake.take(BATCH_COUNT, BATCH_BYTES, sleepMillis);
                try {
                    sweeper.sweepIfDue(clock.getAsLong());
                    if (!entries.isEmpty()) {
                        process(withContainers(entries));
                    }
                    sleepMillis = sweeper.sleepMillis(clock.getAsLong());
                } finally {
                    intake.done(false);
                }
            }
        } catch (InterruptedException _) {
            // Nobody has this thread to interrupt it.
            LOG.log(Level.WARNING, "The ledger was interrupted");
        } finally {
            intake.close();
            fail(intake.rest(), new StoreException(StoreException.Reason.CLOSED, "The store is closed."));
            store.close();
        }
    }

    /// Frames and containers are published one after the other. If one of these is a frame whose container is not with
    /// them, waits for a moment for what is next in line: one flush of the disk for both costs less than two.
    private List<Entry> withContainers(List<Entry> entries) throws InterruptedException {
        if (entries.size() >= BATCH_COUNT || !Entry.endsWithFrameAlone(entries)) {
            return entries;
        }
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(intake.takeSoon(BATCH_COUNT - entries.size(), BATCH_BYTES, CONTAINER_WAIT_NANOS));
        return all;
    }

    private void process(List<Entry> entries) {
        Batch batch = new Batch(store.committing(), authors, clock.getAsLong());
        try {
            entries.forEach(batch::add);
            if (!batch.changes().isEmpty()) {
                store.commit(batch.changes());
            }
        } catch (RuntimeException | Error failure) {
            // Whatever it was, nobody may wait for ever, and the next batch may fare better.
            fail(entries, Batch.asStoreException(failure));
            return;
        }
        sweeper.committed(batch.changes());
        batch.complete(notifier);
    }

    /// Tells all that nothing of theirs was stored. Also those that were refused: what they were refused for may be lost.
    private static void fail(List<Entry> entries, StoreException reason) {
        entries.forEach(entry -> entry.outcome().completeExceptionally(reason));
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
        /// Called after each commit, by one thread at a time; must not block.
        ///
        /// @param origin the `origin` of the submission that caused the events, or null for sweeps
        void committed(@Nullable Object origin, List<Event> events);
    }

    /// Objects and what goes with them. Without either it is a barrier: its outcome comes after those before it.
    ///
    /// @param verified those of `objects` whose signature the owner has checked or made himself; it is
    ///     not checked once more
    /// @param companion judged last, against a view that includes the objects: adds changes (records) or refuses all
    /// @param origin handed to the listener; identifies the connection that published
    public record Submission(
            List<GolixObject> objects,
            List<Verified<?>> verified,
            Companion companion,
            @Nullable Object origin) {
        public Submission {
            objects = List.copyOf(objects);
            verified = List.copyOf(verified);
        }

        /// Objects that nobody has checked yet.
        public Submission(List<GolixObject> objects, Companion companion, @Nullable Object origin) {
            this(objects, List.of(), companion, origin);
        }
    }

    /// The owner's part of a transaction. Runs on the thread that does the work: short, no I/O but the view.
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
        /// @param fresh whether any object was stored that was not before
        record Stored(boolean fresh) implements Outcome {}

        /// Nothing was stored.
        ///
        /// @param index of the object refused; the number of objects if the companion refused
        record Refused(int index, Verdict.Refused verdict) implements Outcome {}
    }
}
