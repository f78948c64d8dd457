package io.telemeter.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.Change;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.sqlite.SqliteStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store that another process uses, and what is left of it when that process is killed or gets no room.
///
/// `-Dstore.kills=200` kills more often, `-Dstore.seed=17` begins with other moments.
class StoreProcessTest {
    private static final int KILLS = Integer.getInteger("store.kills", 5);
    private static final long SEED = Long.getLong("store.seed", 1);

    @TempDir
    private Path home;

    private Path file() {
        return home.resolve("relay.db");
    }

    @Test
    @Timeout(3_600)
    void has_everything_acknowledged_after_each_of_many_kills() throws Exception {
        Acknowledged acknowledged = new Acknowledged();
        for (long round = 0; round < KILLS; round++) {
            long seed = SEED + round;
            SplittableRandom random = new SplittableRandom(seed);
            try (StoreProcess program = StoreProcess.start("publish", file(), seed)) {
                program.await("starting");
                // The first one is killed while it makes the file, or soon after.
                if (round > 0) {
                    acknowledged.read(program, 1 + random.nextInt(150));
                }
                TimeUnit.MICROSECONDS.sleep(random.nextInt(round == 0 ? 200_000 : 5_000));
                program.kill();
                acknowledged.addAll(program.rest());
            }
            try (SqliteStore store = SqliteStore.open(file(), StoreProgram.OPTIONS)) {
                acknowledged.check(store);
                assertThat(store.check(10)).isEmpty();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("Round " + round + " with seed " + seed, failure);
            }
        }
        assertThat(acknowledged.count()).isPositive();
    }

    /// What a program said is stored.
    private static final class Acknowledged {
        private final List<Ghid> containers = new ArrayList<>();
        private final Map<Ghid, Long> counters = new HashMap<>();

        void read(StoreProcess program, int lines) throws IOException {
            for (int line = 0; line < lines; line++) {
                program.line().ifPresent(this::add);
            }
        }

        void addAll(List<String> lines) {
            lines.forEach(this::add);
        }

        private void add(String line) {
            List<String> words = List.of(line.split(" ", 4));
            // The last line may be cut off anywhere.
            if (words.size() == 2 && words.getFirst().equals("static") && words.get(1).length() == Ghid.TEXT_LENGTH) {
                containers.add(Ghid.parse(words.get(1)));
            } else if (words.size() == 3 && words.getFirst().equals("dynamic") && !words.get(2).isEmpty()) {
                counters.merge(Ghid.parse(words.get(1)), Long.valueOf(words.get(2)), Math::max);
            } else {
                assertThat(line).doesNotStartWith("failed").doesNotContain("Exception");
            }
        }

        int count() {
            return containers.size() + counters.size();
        }

        void check(StoreView store) {
            for (Ghid container : containers) {
                assertThat(store.find(container)).as("%s", container).isPresent();
                assertThat(store.bindings(container, 1)).hasSize(1);
            }
            counters.forEach((dynamic, counter) -> {
                DynamicState state = store.dynamic(dynamic).orElseThrow();
                assertThat(state.live()).isTrue();
                assertThat(state.counter()).isGreaterThanOrEqualTo(counter);
                assertThat(store.find(state.frame())).isPresent();
                assertThat(store.find(state.target())).isPresent();
                Bytes pin = store.record(StoreProgram.SPACE, dynamic.digest()).orElseThrow();
                // Committed together, never parted.
                assertThat(ByteBuffer.wrap(pin.toArray()).getLong()).isEqualTo(state.counter());
            });
        }
    }

    @Test
    void refuses_a_store_that_another_process_has_open_and_names_that() throws Exception {
        try (StoreProcess program = StoreProcess.start("hold", file(), 1)) {
            program.await("open");

            assertThatThrownBy(() -> SqliteStore.open(file(), StoreProgram.OPTIONS))
                    .isInstanceOfSatisfying(StoreException.class, failure -> {
                        assertThat(failure.reason()).isEqualTo(StoreException.Reason.LOCKED);
                        assertThat(failure.getMessage()).contains(file().toString())
                                .contains("process " + program.pid()).contains("stop that first")
                                .doesNotContain("\n");
                    });

            program.end();
        }
        SqliteStore.open(file(), StoreProgram.OPTIONS).close();
    }

    @Test
    void is_locked_out_by_the_test_itself_as_by_any_process() throws Exception {
        try (SqliteStore store = SqliteStore.open(file(), StoreProgram.OPTIONS);
                StoreProcess program = StoreProcess.start("hold", file(), 1)) {
            assertThat(program.await("failed")).startsWith("failed LOCKED " + file())
                    .contains("process " + ProcessHandle.current().pid());
            program.end();
            // What the other one tried has not taken the lock away.
            assertThat(store.usage().objects()).isZero();
        }
    }

    @Test
    void loses_nothing_and_goes_on_when_files_may_not_grow_any_more() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
        List<String> limited = List.of("/bin/sh", "-c", "ulimit -f 4096 && exec \"$@\"", "limited");
        Acknowledged acknowledged = new Acknowledged();
        List<String> lines;
        try (StoreProcess program = StoreProcess.start(limited, List.of(), "fill", file(), 1)) {
            program.await("open");
            lines = program.rest();
        }
        String failure = lines.stream().filter(line -> line.startsWith("failed")).findFirst().orElse("none: " + lines);
        assertThat(failure).matches("failed (FAILED|FULL) .*").contains(file().toString())
                .containsAnyOf("limit of file sizes", "No room left");
        assertThat(lines).contains("readable");
        acknowledged.addAll(lines.stream().filter(line -> line.startsWith("static")).toList());
        assertThat(acknowledged.count()).isPositive();

        try (SqliteStore store = SqliteStore.open(file(), StoreProgram.OPTIONS)) {
            acknowledged.check(store);
            assertThat(store.check(10)).isEmpty();
            Party bob = new Party(2);
            store.commit(List.of(new Change.Put(bob.container(1_000_000))));
        }
    }

    @Test
    void says_what_to_do_if_the_native_library_cannot_be_loaded() throws Exception {
        Path notDirectory = Files.createFile(home.resolve("plain"));
        List<List<String>> obstacles = List.of(List.of("-Dorg.sqlite.tmpdir=" + notDirectory),
                List.of("-Dos.arch=pdp11"), List.of("--illegal-native-access=deny"));
        for (List<String> options : obstacles) {
            try (StoreProcess program = StoreProcess.start(List.of(), options, "look", file(), 1)) {
                String failure = program.await("failed");
                assertThat(failure).startsWith("failed FAILED Cannot open " + file())
                        .contains("the SQLite library cannot be loaded").contains("-Dorg.sqlite.tmpdir");
                assertThat(program.await("closed")).isEqualTo("closed");
            }
        }
        SqliteStore.open(file(), StoreProgram.OPTIONS).close();
    }
}
