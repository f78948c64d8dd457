package io.telemeter.it.survival;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.it.process.Commands;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.sqlite.SqliteStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Two daemons and a relay as processes, of which one is killed (SIGKILL) fifty times, at any moment, also while it starts,
/// with programs at work on both accounts.
///
/// Demanded: what a push said is on a disk is on that disk, looked up right after the death; no program ever sees an older
/// state after a newer one; what was sent reaches the reader also if its author never comes back; in the end everybody has
/// the newest state, everything that was shared, and nothing that was deleted.
///
/// The seed decides who dies when, not how threads and processes run beside each other. `-Dsurvival.seed=` and
/// `-Dsurvival.kills=` try others.
class KillsTest {
    private static final long SEED = Long.getLong("survival.seed", 20_261_122);
    private static final int KILLS = Integer.getInteger("survival.kills", 50);
    private static final int TALLIES = 2;
    private static final int LONGEST_WAIT_MILLIS = 1_200;
    private static final int LOWEST_PORT = 20_000;
    private static final int PORTS = 10_000;

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final List<String> deaths = new ArrayList<>();
    private int lookedUp;
    @SuppressWarnings("NullAway.Init") // set first of all by the test
    private MortalProcess relay;
    @SuppressWarnings("NullAway.Init") // as above
    private Member alice;
    @SuppressWarnings("NullAway.Init") // as above
    private Member bob;

    @Test
    @Timeout(480)
    void nothing_that_was_acknowledged_is_lost_whoever_is_killed(TestReporter reporter) throws Exception {
        int port = freePort();
        relay = MortalProcess.relay(commands, directory.resolve("relay"), port);
        MortalProcess first = MortalProcess.daemon(commands, directory.resolve("alice"), port);
        MortalProcess second = MortalProcess.daemon(commands, directory.resolve("bob"), port);
        try (Member a = new Member("alice", first, problems, random.nextLong());
                Member b = new Member("bob", second, problems, random.nextLong())) {
            alice = a;
            bob = b;
            Patience.until(() -> "both are connected", () -> alice.connected() && bob.connected());
            alice.begin(TALLIES, bob);
            bob.begin(TALLIES, alice);
            for (int kill = 0; kill < KILLS; kill++) {
                waitForSomeMoment();
                killOne();
                assertThat(problems).as(story()).isEmpty();
            }
            alice.rest();
            bob.rest();
            Stream.of(relay, first, second).forEach(MortalProcess::awaitReady);
            assertThat(problems).as(story()).isEmpty();
            whatWasSentOutlivesItsAuthor();
            everybodyHasEverything();
            assertThat(problems).as(story()).isEmpty();
            assertThat(Math.min(alice.relayed(), bob.relayed())).as(story()).isPositive();
            assertThat(lookedUp).as(story()).isPositive();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(failure.getMessage() + "\n" + story(), failure);
        }
        Stream.of(first, second, relay).forEach(MortalProcess::stop);
        everyDiskHoldsTheSame();
        reporter.publishEntry(story());
    }

    /// Outside the range that the system takes ports of outgoing connections from: while the relay is dead, nobody else may
    /// get its port.
    private int freePort() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket socket =
                    new ServerSocket(LOWEST_PORT + random.nextInt(PORTS), 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException _) {
                // Taken; try another one.
            }
        }
        throw new AssertionError("no free port");
    }

    /// Any moment; or one at which something was just acknowledged; or one at which a push just reached the relay, if that
    /// comes soon, as nodes wait longer and longer before they try a relay that dies all the time.
    private void waitForSomeMoment() {
        switch (random.nextInt(4)) {
            case 0 -> {
                int some = alice.acknowledged() + bob.acknowledged() + random.nextInt(20);
                Patience.until(() -> "any push is acknowledged",
                        () -> alice.acknowledged() + bob.acknowledged() > some);
            }
            case 1 -> {
                Member member = random.nextBoolean() ? alice : bob;
                int some = member.relayed() + random.nextInt(10);
                for (int wait = 0; wait < LONGEST_WAIT_MILLIS && member.relayed() <= some; wait++) {
                    Patience.pause(1);
                }
            }
            default -> Patience.pause(random.nextInt(LONGEST_WAIT_MILLIS));
        }
    }

    private void killOne() {
        int choice = random.nextInt(5);
        boolean look = random.nextInt(2) == 0;
        if (choice == 0) {
            deaths.add("relay");
            relay.kill();
            if (look) {
                lookAt(directory.resolve("relay/ghidcache/relay.db"), this::whatWasRelayed);
            }
            relay.start();
            return;
        }
        Member member = choice <= 2 ? alice : bob;
        deaths.add(member.name());
        member.daemon().kill();
        if (look) {
            lookAt(member.daemon().home().resolve("node.db"), store -> whatWasAcknowledged(store, member));
        }
        member.daemon().start();
    }

    private void lookAt(Path file, Consumer<ObjectStore> check) {
        if (Files.exists(file)) {
            try (ObjectStore store = SqliteStore.open(file, SqliteStore.Options.SMALL)) {
                check.accept(store);
            }
            lookedUp++;
        }
    }

    private static void whatWasAcknowledged(ObjectStore store, Member member) {
        member.tallies().forEach(tally -> holds(store, tally, tally.onDisk()));
    }

    private void whatWasRelayed(ObjectStore store) {
        Stream.of(alice, bob).flatMap(member -> member.tallies().stream()).forEach(tally -> {
            if (tally.onRelay().counter() >= 0) {
                holds(store, tally, tally.onRelay());
            }
        });
    }

    private static void holds(ObjectStore store, Tally tally, Tally.Promise promise) {
        DynamicState state = store.dynamic(tally.address()).orElseThrow(
                () -> new AssertionError(tally.address() + " is not there"));
        assertThat(state.counter()).as("the counter of %s", tally.address())
                .isGreaterThanOrEqualTo(promise.counter());
        if (state.counter() == promise.counter()) {
            assertThat(store.find(state.target())).as("the container of %s", tally.address()).isPresent();
        }
    }

    /// The author of one half is killed and stays dead until the other one has everything. Not while he sends: a frame
    /// whose container never comes can be read by nobody until he is back.
    private void whatWasSentOutlivesItsAuthor() {
        Member author = random.nextBoolean() ? alice : bob;
        Member reader = author == alice ? bob : alice;
        Patience.until(() -> author.name() + " has sent everything", author::hasSentEverything);
        author.daemon().kill();
        author.tallies().forEach(tally -> reader.awaitAtLeast(tally, tally.onDisk().number()));
        author.daemon().start();
        author.daemon().awaitReady();
    }

    private void everybodyHasEverything() {
        for (Member author : List.of(alice, bob)) {
            Member reader = author == alice ? bob : alice;
            for (Tally tally : author.tallies()) {
                int newest = tally.read();
                assertThat(newest).as("%s of %s", tally.address(), author.name())
                        .isGreaterThanOrEqualTo(tally.onDisk().number());
                reader.awaitExactly(tally, newest);
            }
            author.gifts().values().forEach(reader::awaitGift);
        }
    }

    private void everyDiskHoldsTheSame() {
        try (ObjectStore relays = SqliteStore.open(directory.resolve("relay/ghidcache/relay.db"),
                SqliteStore.Options.SMALL)) {
            for (String name : List.of("alice", "bob")) {
                try (ObjectStore nodes =
                        SqliteStore.open(directory.resolve(name).resolve("node.db"), SqliteStore.Options.SMALL)) {
                    Stream.of(alice, bob).flatMap(member -> member.tallies().stream()).map(Tally::address)
                            .forEach(address -> sameFrame(address, relays, nodes));
                }
            }
        }
    }

    private static void sameFrame(Ghid address, ObjectStore relays, ObjectStore nodes) {
        DynamicState state = relays.dynamic(address).orElseThrow();
        assertThat(nodes.dynamic(address).map(DynamicState::frame)).as(address.toString()).contains(state.frame());
        assertThat(relays.find(state.target())).as(address.toString()).isPresent();
        assertThat(nodes.find(state.target())).as(address.toString()).isPresent();
    }

    /// What happened, for whoever has to find out why it failed.
    private String story() {
        return "seed " + SEED + "; killed: " + deaths + "; stores looked at: " + lookedUp
                + Stream.of(alice, bob).filter(Objects::nonNull).map(Member::toString).collect(Collectors.joining());
    }
}
