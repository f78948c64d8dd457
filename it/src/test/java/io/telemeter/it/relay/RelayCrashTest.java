package io.telemeter.it.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.telemeter.it.process.Commands;
import io.telemeter.it.process.RelayProcess;
import io.telemeter.it.process.RunningCommand;
import io.telemeter.testkit.relay.RawRelayClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.hypergolix.store.sqlite.SqliteStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a relay process has acknowledged is there however it ended, and it starts again without a complaint.
class RelayCrashTest {

    private static final int STORMS = 4;
    private static final int MOST_ACKNOWLEDGED = 1_500;
    private static final int PATIENCE_SECONDS = 60;

    /// Shorter than a superseded container is kept.
    private static final long GRACE_SECONDS = 50;

    @RegisterExtension
    private final Commands commands = new Commands();

    @TempDir
    private Path home;

    private final Semaphore acknowledged = new Semaphore(0);

    private List<Storm> storms(long seed, String... answers) {
        List<Storm> storms = new ArrayList<>();
        for (int number = 0; number < STORMS; number++) {
            storms.add(new Storm(number, seed + number, Set.of(answers), acknowledged::release));
        }
        return storms;
    }

    static InetSocketAddress address(RelayProcess relay) {
        URI uri = URI.create(relay.url());
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    private void awaitAcknowledged(int count) throws InterruptedException {
        assertThat(acknowledged.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static List<Gale> begin(List<Storm> storms, RelayProcess relay) {
        return storms.stream().map(storm -> new Gale(storm, address(relay))).toList();
    }

    private static void check(List<Storm> storms, RelayProcess relay, boolean readable) throws IOException {
        try (RawRelayClient client = RawRelayClient.connect(address(relay))) {
            for (Storm storm : storms) {
                storm.check(client, readable);
            }
        }
    }

    /// A storm on its own thread.
    private static final class Gale {
        private final Thread thread;
        private volatile @Nullable Throwable failure;

        Gale(Storm storm, InetSocketAddress relay) {
            thread = Thread.ofPlatform().start(() -> {
                try {
                    storm.rage(relay);
                } catch (RuntimeException | AssertionError thrown) {
                    failure = thrown;
                }
            });
        }

        /// Waits until the storm is over because the relay is.
        void awaitEnd() throws InterruptedException {
            assertThat(thread.join(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
            assertThat(failure).isNull();
        }

        /// Ends it while the relay runs: what is under way is answered.
        void end() throws InterruptedException {
            thread.interrupt();
            awaitEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20_260_401, 20_260_402})
    void everything_acknowledged_is_there_after_a_relay_was_killed_at_any_moment(long seed) throws Exception {
        Random random = new Random(seed);
        RelayProcess relay = commands.relay(home);
        List<Storm> storms = storms(seed, "AK 01");
        for (int round = 0; round < 3; round++) {
            List<Gale> gales = begin(storms, relay);
            awaitAcknowledged(1 + random.nextInt(MOST_ACKNOWLEDGED));
            relay.kill();
            long killed = System.nanoTime();
            for (Gale gale : gales) {
                gale.awaitEnd();
            }
            acknowledged.drainPermits();
            relay.start();
            boolean readable = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - killed) < GRACE_SECONDS;
            check(storms, relay, readable);
            assertThat(relay.process().errors().all()).isEmpty();
        }
        assertThat(relay.process().terminate().exitCode()).isZero();
        assertThat(findings(relay)).isEmpty();
    }

    /// What a full look through the store's file finds.
    private static List<String> findings(RelayProcess relay) {
        try (SqliteStore store = SqliteStore.open(relay.store(), SqliteStore.Options.SMALL)) {
            return store.check(10);
        }
    }

    @Test
    void a_relay_that_is_asked_to_end_ends_with_0_and_keeps_what_it_acknowledged() throws Exception {
        RelayProcess relay = commands.relay(home);
        List<Storm> storms = storms(7, "AK 01");
        List<Gale> gales = begin(storms, relay);
        awaitAcknowledged(300);
        RunningCommand.Result ended = relay.process().terminate();
        for (Gale gale : gales) {
            gale.awaitEnd();
        }
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.errors()).isEmpty();
        relay.start();
        check(storms, relay, false);
        assertThat(relay.process().interrupt().exitCode()).isZero();
        assertThat(findings(relay)).isEmpty();
    }

    @Test
    void a_full_disk_refuses_objects_and_loses_nothing_that_was_acknowledged() throws Exception {
        Path prlimit = Path.of("/usr/bin/prlimit");
        assumeTrue(Files.isExecutable(prlimit), "no prlimit here");
        RelayProcess relay = commands.relay(home);
        // A container that comes although its frame was refused is unbound.
        List<Storm> storms = storms(11, "AK 01", "NK 0010", "NK ffff", "NK 0004", "NK 0003");
        List<Gale> gales = begin(storms, relay);
        awaitAcknowledged(200);
        limitFileSize(prlimit, relay, Long.toString(Files.size(relay.store()) + 500_000));
        while (storms.stream().mapToInt(storm -> storm.count("NK 0010") + storm.count("NK ffff")).sum() < 50) {
            Thread.sleep(20);
        }
        for (Gale gale : gales) {
            gale.end();
        }
        check(storms, relay, false);
        limitFileSize(prlimit, relay, "unlimited");
        acknowledged.drainPermits();
        gales = begin(storms, relay);
        awaitAcknowledged(200);
        relay.kill();
        for (Gale gale : gales) {
            gale.awaitEnd();
        }
        relay.start();
        check(storms, relay, false);
        assertThat(relay.process().terminate().exitCode()).isZero();
        assertThat(findings(relay)).isEmpty();
    }

    /// The largest file that the relay may write, which it can raise again.
    private void limitFileSize(Path prlimit, RelayProcess relay, String bytes) {
        RunningCommand.Result limited = commands.words(List.of(prlimit.toString(),
                "--pid=" + relay.process().pid(), "--fsize=" + bytes + ":")).run();
        assertThat(limited.exitCode()).as("%s", limited).isZero();
    }
}
