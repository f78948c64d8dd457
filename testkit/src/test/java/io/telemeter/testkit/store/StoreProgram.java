package io.telemeter.testkit.store;

import io.telemeter.testkit.SeededRandom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.admission.Verdict;
import org.hypergolix.store.ledger.Ledger;
import org.hypergolix.store.ledger.Ledger.Companion;
import org.hypergolix.store.ledger.Ledger.Submission;
import org.hypergolix.store.sqlite.SqliteStore;

/// A process of its own that uses a store, to be killed, starved or locked out. Says on its standard output what it did,
/// a line each:
///
/// ```
///   starting                  about to open the store
///   open                      it is open
///   static <address>          a container and its binding are acknowledged
///   dynamic <address> <n>     an update is acknowledged: frame n, its container, and the record of n
///   failed <reason> <message> a StoreException
///   closed                    the end
/// ```
///
/// Arguments: what to do (`publish` until killed, `fill` until something fails, `hold` until the input ends, `look`
/// and close it again), the file, a seed.
final class StoreProgram {
    static final String SPACE = "counter";
    /// So small that the log is moved into the file again and again.
    static final SqliteStore.Options OPTIONS = new SqliteStore.Options(1, 64, 8, 0);
    private static final int PUBLISHERS = 3;

    private final Ledger ledger;
    private final long seed;

    private StoreProgram(Ledger ledger, long seed) {
        this.ledger = ledger;
        this.seed = seed;
    }

    public static void main(String[] arguments) throws Exception {
        say("starting");
        try (SqliteStore store = SqliteStore.open(Path.of(arguments[1]), OPTIONS);
                Ledger ledger = new Ledger(
                        store, new Ledger.Options(100, 1 << 20, System::currentTimeMillis), (_, _) -> {})) {
            say("open");
            StoreProgram program = new StoreProgram(ledger, Long.parseLong(arguments[2]));
            switch (arguments[0]) {
                case "publish" -> program.publish();
                case "fill" -> program.fill();
                case "hold" -> hold();
                case "look" -> {}
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        } catch (StoreException failure) {
            say("failed " + failure.reason() + " " + failure.getMessage());
        }
        say("closed");
    }

    private static void hold() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is said to this program.
        }
    }

    /// In one call, so that lines of several threads stay apart.
    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /// Publishes from several threads at once, so that commits are shared.
    private void publish() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < PUBLISHERS; number++) {
            int publisher = number;
            threads.add(Thread.ofPlatform().start(() -> publishForEver(publisher)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void publishForEver(int publisher) {
        Party party = new Party((int) (1_000 * seed) + publisher);
        SeededRandom random = new SeededRandom(seed);
        try {
            submit(party.identity());
            Frame frame = null;
            while (true) {
                Container container = party.container(random.nextInt(random.nextInt(8) == 0 ? 20_000 : 500));
                if (random.nextInt(3) == 0) {
                    publishStatic(party, container);
                } else {
                    frame = frame == null ? party.firstFrame(container.ghid())
                            : party.nextFrame(frame, container.ghid());
                    publishUpdate(frame, container);
                }
            }
        } catch (Exception failure) {
            say("failed " + failure);
        }
    }

    private void publishStatic(Party party, Container container) throws Exception {
        StaticBinding binding = party.bind(container.ghid());
        submit(binding, container);
        say("static " + container.ghid().text());
    }

    private void publishUpdate(Frame frame, Container container) throws Exception {
        Bytes value = Bytes.copyOf(ByteBuffer.allocate(Long.BYTES).putLong(0, frame.counter()));
        Change pin = new Change.PutRecord(SPACE, frame.dynamic().digest(), value);
        Companion companion = _ -> new Verdict.Accepted(List.of(pin), List.of());
        await(ledger.submit(new Submission(List.of(frame, container), companion, null)));
        say("dynamic " + frame.dynamic().text() + " " + frame.counter());
    }

    /// Until there is no room; then shows that what is there can still be read.
    private void fill() throws Exception {
        Party party = new Party((int) seed);
        Container last = party.container(1);
        submit(party.identity());
        try {
            while (true) {
                Container container = party.container(100_000);
                publishStatic(party, container);
                last = container;
            }
        } catch (StoreException failure) {
            say("failed " + failure.reason() + " " + failure.getMessage());
        }
        say(ledger.view().find(last.ghid()).isPresent() ? "readable" : "lost");
    }

    private void submit(GolixObject... objects) throws Exception {
        await(ledger.submit(new Submission(List.of(objects), Companion.NONE, null)));
    }

    private static void await(CompletableFuture<Ledger.Outcome> outcome) throws Exception {
        try {
            if (!(outcome.get() instanceof Ledger.Outcome.Stored)) {
                throw new IllegalStateException("Refused: " + outcome.get());
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StoreException known) {
                throw known;
            }
            throw failure;
        }
    }
}
