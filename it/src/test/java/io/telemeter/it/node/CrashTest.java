package io.telemeter.it.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.sqlite.SqliteStore;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.RelayStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that are killed at random moments, and what of theirs must be there afterwards.
class CrashTest {
    private static final long SEED = 20_261_122;
    private static final int ROUNDS = 3;

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);
    private final Map<Ghid, Integer> acknowledged = new HashMap<>();
    private final Set<Ghid> shared = new HashSet<>();
    private final Map<Ghid, String> received = new HashMap<>();
    private Path home;
    private RunningRelay relay;
    private RunningNode reader;

    @BeforeEach
    void open() {
        home = directory.resolve("home");
        relay = new RunningRelay(directory.resolve("relay/relay.db"));
        reader = new RunningNode(directory.resolve("reader"), CipherSuite.SUITE_3, relay.uri());
        reader.awaitConnected();
        reader.register();
    }

    @AfterEach
    void close() {
        reader.close();
        relay.close();
    }

    @Test
    void what_a_killed_program_was_told_is_done_is_there_and_reaches_everybody() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            runAndKill(round);
            everythingIsOnTheDisk();
        }
        everythingReachesTheRelayAndTheReader();
    }

    /// Kills the program some lines after it began, and shares with it meanwhile.
    private void runAndKill(int round) throws Exception {
        Process program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"),
                DoomedProgram.class.getName(),
                home.toString(), relay.uri().toString(), reader.fingerprint().text(), String.valueOf(SEED + round))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = program.inputReader()) {
            Ghid victim = Ghid.parse(lines.readLine().split(" ", -1)[1]);
            aSecondProcessIsRefused();
            int least = 1 + random.nextInt(40);
            Ghid offered = reader.create("from the reader, round " + round);
            reader.call(new LocalRequest.Share(offered, victim));
            boolean accepted = false;
            for (int line = 0; line < least || !accepted; line++) {
                note(lines.readLine());
                accepted |= reader.heard(LocalEvent.ShareAccepted.class);
            }
            received.put(offered, "from the reader, round " + round);
            Thread.sleep(random.nextInt(10));
            // Not by the process itself, which would close what is still to be read.
            assertThat(program.toHandle().destroyForcibly()).isTrue();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
            }
        } finally {
            program.destroyForcibly();
            assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "state" -> acknowledged.put(Ghid.parse(words[1]), Integer.parseInt(words[2]));
            case "shared" -> shared.add(Ghid.parse(words[1]));
            default -> throw new AssertionError("The program said: " + line);
        }
    }

    private void aSecondProcessIsRefused() {
        assertThatThrownBy(() -> new RunningNode(home, CipherSuite.SUITE_3))
                .isInstanceOfSatisfying(LocalRefusal.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(LocalRefusal.Reason.HOME_IN_USE);
                    assertThat(refused).hasMessageContaining(home.toString()).hasMessageContaining("stop it")
                            .hasMessageNotContaining("\n");
                });
    }

    /// Without any relay.
    private void everythingIsOnTheDisk() {
        try (RunningNode offline = new RunningNode(home, CipherSuite.SUITE_3)) {
            acknowledged.forEach((address, number) -> assertThat(Integer.parseInt(offline.get(address)))
                    .as(address.toString()).isGreaterThanOrEqualTo(number));
            received.forEach((address, state) -> assertThat(offline.get(address)).isEqualTo(state));
        }
    }

    private void everythingReachesTheRelayAndTheReader() throws IOException {
        Map<Ghid, String> states = new HashMap<>();
        try (RunningNode again = new RunningNode(home, CipherSuite.SUITE_3, relay.uri())) {
            again.awaitConnected();
            RunningNode.await(() -> again.call(new LocalRequest.Relays()).stream()
                    .mapToInt(RelayStatus::queued).sum() == 0);
            acknowledged.keySet().forEach(address -> states.put(address, again.get(address)));
        }
        assertThat(states.keySet()).containsAll(shared);
        states.forEach((address, state) -> {
            if (shared.contains(address)) {
                RunningNode.await(() -> reader.reads(address, state));
            }
        });
        relay.stop();
        try (ObjectStore mine = SqliteStore.open(home.resolve("node.db"), SqliteStore.Options.SMALL);
                ObjectStore relays =
                        SqliteStore.open(directory.resolve("relay/relay.db"), SqliteStore.Options.SMALL)) {
            assertThat(acknowledged).isNotEmpty();
            for (Ghid address : acknowledged.keySet()) {
                assertThat(relays.dynamic(address).map(DynamicState::frame)).as(address.toString())
                        .isEqualTo(mine.dynamic(address).map(DynamicState::frame));
                assertThat(relays.find(relays.dynamic(address).orElseThrow().target())).isPresent();
            }
        }
        relay.start();
    }
}
