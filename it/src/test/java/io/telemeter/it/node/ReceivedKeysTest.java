package io.telemeter.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed (SIGKILL) while shares arrive: of every share that it has acknowledged the key is on its disk.
class ReceivedKeysTest {
    private static final long SEED = 20_261_123;
    private static final int ROUNDS = 4;
    private static final int SHARES = 24;

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);
    private final Set<Ghid> acknowledged = new HashSet<>();

    @Test
    void a_key_that_was_acknowledged_outlives_its_process() throws Exception {
        Path home = directory.resolve("home");
        RunningRelay relay = new RunningRelay(directory.resolve("relay/relay.db"));
        try (RunningNode friend = new RunningNode(directory.resolve("friend"), CipherSuite.SUITE_3, relay.uri())) {
            friend.awaitConnected();
            List<Ghid> shared = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                killWhileSharesArrive(home, relay, friend, shared);
                // Without any relay: only what is on the disk counts.
                try (RunningNode offline = new RunningNode(home, CipherSuite.SUITE_3)) {
                    for (Ghid address : acknowledged) {
                        assertThat(offline.get(address)).isEqualTo(String.valueOf(shared.indexOf(address)));
                    }
                }
            }
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS);
            // What it had not acknowledged comes again.
            try (RunningNode again = new RunningNode(home, CipherSuite.SUITE_3, relay.uri())) {
                again.awaitConnected();
                for (Ghid address : shared) {
                    RunningNode.await(() -> reads(again, address));
                }
            }
        } finally {
            relay.close();
        }
    }

    private static boolean reads(RunningNode node, Ghid address) {
        try {
            node.get(address);
            return true;
        } catch (LocalRefusal _) {
            return false;
        }
    }

    private void killWhileSharesArrive(Path home, RunningRelay relay, RunningNode friend, List<Ghid> shared)
            throws Exception {
        Process program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"),
                DoomedProgram.class.getName(),
                home.toString(), relay.uri().toString(), friend.fingerprint().text(), String.valueOf(random.nextInt()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = program.inputReader()) {
            Ghid victim = Ghid.parse(lines.readLine().split(" ", -1)[1]);
            // Its own work goes on beside; nobody reads of it.
            Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
            for (int count = 0; count < SHARES; count++) {
                Ghid address = friend.create(String.valueOf(shared.size()));
                shared.add(address);
                friend.call(new LocalRequest.Share(address, victim));
            }
            int least = 1 + random.nextInt(SHARES / 2);
            for (int count = 0; count < least; count++) {
                acknowledged.add(friend.next(LocalEvent.ShareAccepted.class).address());
            }
            assertThat(program.toHandle().destroyForcibly()).isTrue();
            assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
            // What it had sent before its end counts as well.
            friend.soFar(LocalEvent.ShareAccepted.class).forEach(accepted -> acknowledged.add(accepted.address()));
        } finally {
            program.destroyForcibly();
        }
    }
}
