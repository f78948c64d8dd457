package io.telemeter.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.store.Change;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.admission.Admission;
import org.hypergolix.store.admission.Verdict;
import org.hypergolix.store.draft.Draft;
import org.hypergolix.store.memory.MemoryStore;
import org.hypergolix.store.sqlite.SqliteStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/// Whatever happens to both, the SQLite store gives the answers of the memory store, and so does a draft that has the
/// changes before they are committed.
///
/// `-Dstore.histories=2000` runs so many histories, `-Dstore.seed=17` only this one.
class StoreComparisonTest {
    private static final int HISTORIES = Integer.getInteger("store.histories", 20);
    private static final int SEQUENCES = 100;
    private static final List<SqliteStore.Options> OPTIONS = List.of(SqliteStore.Options.SMALL,
            SqliteStore.Options.LARGE, new SqliteStore.Options(0, 16, 4, 0), new SqliteStore.Options(1, 16, 1, 0));

    private final Histories histories = new Histories();
    @TempDir(factory = Memory.class)
    private Path home;

    @Test
    @Timeout(3_600)
    void sqlite_memory_and_draft_give_the_same_answers_over_random_histories() {
        Long only = Long.getLong("store.seed");
        long first = only == null ? 1 : only;
        long last = only == null ? HISTORIES : only;
        for (long seed = first; seed <= last; seed++) {
            try (ExecutorService reader = Executors.newSingleThreadExecutor();
                    History history = new History(seed, reader)) {
                history.run();
            }
        }
    }

    /// In memory where that can be had: the answers are compared here, and no disk makes them different.
    private static final class Memory implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory) ? Files.createTempDirectory(memory, "stores")
                    : Files.createTempDirectory("stores");
        }
    }

    /// One history, in the memory store and in the other.
    private final class History implements AutoCloseable {
        private final long seed;
        private final SplittableRandom random;
        private final SameAnswers same;
        private final ExecutorService reader;
        private final MemoryStore expected = new MemoryStore();
        private final SqliteStore.Options options;
        private ObjectStore actual;
        private long nowMillis = 1_000;

        History(long seed, ExecutorService reader) {
            this.seed = seed;
            this.reader = reader;
            random = new SplittableRandom(seed);
            same = new SameAnswers(histories, random);
            options = OPTIONS.get((int) (seed % OPTIONS.size()));
            actual = open();
        }

        private ObjectStore open() {
            return SqliteStore.open(home.resolve(seed + ".db"), options);
        }

        void run() {
            int sequence = 0;
            try {
                for (; sequence < SEQUENCES; sequence++) {
                    int steps = 1 + random.nextInt(4);
                    for (int step = 0; step < steps; step++) {
                        step();
                    }
                    ask(5);
                }
                onAnyThread(() -> same.all(expected, actual));
                assertThat(((SqliteStore) actual).check(10)).isEmpty();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("Sequence " + sequence + " of the history of seed " + seed
                        + "; again with -Dstore.seed=" + seed, failure);
            }
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> commit(histories.changes(random));
                case 3 -> failedCommit();
                case 4 -> sweep();
                case 5 -> {
                    if (random.nextInt(4) == 0) {
                        actual.close();
                        actual = open();
                    }
                }
                default -> submit();
            }
        }

        private void commit(List<Change> changes) {
            Draft draft = new Draft(actual);
            // In two layers, as a submission's own draft lies on that of its batch.
            draft.applyAll(changes.subList(0, changes.size() / 2));
            Draft upper = new Draft(draft);
            upper.applyAll(changes.subList(changes.size() / 2, changes.size()));
            expected.commit(changes);
            same.some(expected, upper, 3);
            if (random.nextBoolean()) {
                actual.commit(changes);
            } else {
                onAnyThread(() -> actual.commit(changes));
            }
        }

        /// Nothing of it may be seen, not even by the thread that commits and remembers what it wrote.
        private void failedCommit() {
            List<Change> changes = histories.changes(random);
            List<Change> broken = new AbstractList<>() {
                @Override
                public Change get(int index) {
                    if (index == changes.size()) {
                        throw new IllegalArgumentException("broken on purpose");
                    }
                    return changes.get(index);
                }

                @Override
                public int size() {
                    return changes.size() + 1;
                }
            };
            assertThatThrownBy(() -> actual.commit(broken)).hasMessage("broken on purpose");
            same.some(expected, actual, 3);
        }

        /// A few objects in one batch, as the ledger does it.
        private void submit() {
            Draft expectedDraft = new Draft(expected);
            Draft actualDraft = new Draft(actual);
            int objects = 1 + random.nextInt(5);
            for (int index = 0; index < objects; index++) {
                Verified<?> object = histories.verified(random);
                Verdict verdict = Admission.judge(expectedDraft, object, nowMillis);
                assertSame(verdict, Admission.judge(actualDraft, object, nowMillis));
                if (verdict instanceof Verdict.Accepted accepted) {
                    expectedDraft.applyAll(accepted.changes());
                    actualDraft.applyAll(accepted.changes());
                }
            }
            commit(actualDraft.changes());
        }

        private void sweep() {
            nowMillis += random.nextInt(80_000);
            Admission.Sweep sweep = Admission.sweep(expected, nowMillis);
            Admission.Sweep other = Admission.sweep(actual, nowMillis);
            assertSame(sweep.accepted(), other.accepted());
            assertThat(other.unfinished()).isEqualTo(sweep.unfinished());
            commit(sweep.accepted().changes());
        }

        /// Debindings come in no order that means anything, and so does their removal.
        private static void assertSame(Verdict expected, Verdict actual) {
            if (expected instanceof Verdict.Accepted(var changes, var events)
                    && actual instanceof Verdict.Accepted(var otherChanges, var otherEvents)) {
                assertThat(otherChanges).containsExactlyInAnyOrderElementsOf(changes);
                assertThat(otherEvents).isEqualTo(events);
            } else {
                assertThat(actual).isEqualTo(expected);
            }
        }

        private void ask(int questions) {
            StoreView view = actual;
            if (random.nextBoolean()) {
                same.some(expected, view, questions);
            } else {
                onAnyThread(() -> same.some(expected, view, questions));
            }
        }

        private void onAnyThread(Runnable work) {
            try {
                reader.submit(work).get();
            } catch (InterruptedException interruption) {
                throw new IllegalStateException(interruption);
            } catch (ExecutionException failure) {
                if (failure.getCause() instanceof Error error) {
                    throw error;
                }
                throw new IllegalStateException(failure.getCause());
            }
        }

        @Override
        public void close() {
            actual.close();
            expected.close();
        }
    }
}
