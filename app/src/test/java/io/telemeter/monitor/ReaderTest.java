package io.telemeter.monitor;

import static io.telemeter.agent.AgentRig.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.agent.AgentRig;
import io.telemeter.pairing.PairingFile;
import io.telemeter.pairing.TelemeterApi;
import io.telemeter.schedule.Interval;
import io.telemeter.schedule.ManualClock;
import io.telemeter.testkit.hypergolix.FakeDevice;
import io.telemeter.testkit.hypergolix.FakeHypergolix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaderTest {
    private static final Codec<String> TEXT = Codec.json(String.class);

    @TempDir
    Path directory;

    private FakeHypergolix world;

    @BeforeEach
    void begin() {
        world = new FakeHypergolix(directory.resolve("world"));
    }

    @AfterEach
    void end() {
        world.close();
    }

    /// A reader on a fake device, with a clock moved by hand.
    private final class Rig implements AutoCloseable, Reader.Screen {
        final ManualClock clock = new ManualClock();
        final List<String> lines = new CopyOnWriteArrayList<>();
        final List<Ghid> incoming = new CopyOnWriteArrayList<>();
        final List<String> statuses = new CopyOnWriteArrayList<>();
        final HgxLink link;
        final Reader reader;
        final Thread thread;

        Rig(FakeDevice device, Ghid agent, Optional<Interval> interval) {
            link = device.connect();
            reader = new Reader(link, agent, interval, new PairingFile(directory.resolve("reader")), this, clock);
            thread = Thread.ofVirtual().start(() -> {
                try {
                    reader.run();
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }

        @Override
        public void line(String text) {
            lines.add(text);
        }

        @Override
        public void incoming(Ghid address) {
            incoming.add(address);
        }

        @Override
        public void status(String text) {
            statuses.add(text);
        }

        long asked() {
            return lines.stream().filter(line -> line.startsWith("Asked ")).count();
        }

        void awaitSleep(long seconds) {
            until("a sleep of " + seconds + " s",
                    () -> clock.sleep().equals(Optional.of(Duration.ofSeconds(seconds))));
        }

        boolean said(String part) {
            return lines.stream().anyMatch(line -> line.contains(part));
        }

        @Override
        public void close() {
            reader.close();
            until("the reader has ended", () -> !thread.isAlive());
            link.close();
        }
    }

    private AgentRig agent() {
        return new AgentRig(world.device("server"), directory.resolve("pairing"));
    }

    private Rig reader(AgentRig agent) {
        return new Rig(world.device("monitor"), agent.fingerprint(), Optional.empty());
    }

    @Test
    void shows_the_status_at_once_and_every_update_in_order() throws Exception {
        try (AgentRig agent = agent(); Rig reader = reader(agent)) {
            until("the first status", () -> reader.statuses.contains("status " + agent.statuses.get()));
            for (int ticks = 0; ticks < 5; ticks++) {
                agent.tick();
                until("the next status", () -> reader.statuses.getLast().equals("status " + agent.statuses.get()));
            }
            assertThat(reader.statuses).isSortedAccordingTo((one, other) -> one.length() == other.length()
                    ? one.compareTo(other)
                    : one.length() - other.length());
            assertThat(reader.incoming).hasSize(1);
        }
    }

    @Test
    void asks_for_an_interval_after_pairing_and_again_whenever_told() throws Exception {
        try (AgentRig agent = agent();
                Rig reader = new Rig(world.device("monitor"), agent.fingerprint(), Optional.of(Interval.parse("3")))) {
            until("3 s", () -> agent.interval().equals(Interval.parse("3")));
            reader.reader.ask(Interval.parse("1"));
            until("1 s", () -> agent.interval().equals(Interval.parse("1")));
        }
    }

    @Test
    void ignores_a_status_of_anybody_else() throws Exception {
        try (AgentRig agent = agent();
                Rig reader = reader(agent);
                HgxLink stranger = world.device("stranger").connect()) {
            until("the first status", () -> !reader.statuses.isEmpty());

            HgxObject<String> forged = stranger.create(TEXT, "all is well",
                    CreateOptions.DEFAULT.withApiId(TelemeterApi.STATUS));
            forged.share(reader.link.whoami());
            agent.tick();

            until("the true status", () -> reader.statuses.getLast().equals("status " + agent.statuses.get()));
            assertThat(reader.statuses).doesNotContain("all is well");
            assertThat(reader.incoming).hasSize(1);
        }
    }

    @Test
    void waits_for_an_agent_that_no_relay_knows_yet() throws Exception {
        FakeDevice server = world.device("server");
        try (Rig reader = new Rig(world.device("monitor"), server.fingerprint(), Optional.empty())) {
            until("a line that says what to do", () -> reader.said("No relay knows the agent yet"));
            try (AgentRig agent = agent()) {
                reader.clock.advance(Duration.ofSeconds(2));
                until("the first status", () -> !reader.statuses.isEmpty());
            }
        }
    }

    @Test
    void goes_on_after_a_restart_of_either_side_without_new_objects() throws Exception {
        try (AgentRig agent = agent()) {
            Ghid status;
            try (Rig reader = reader(agent)) {
                until("the first status", () -> !reader.statuses.isEmpty());
                status = reader.incoming.getFirst();
            }
            try (Rig reader = reader(agent)) {
                until("the remembered status", () -> !reader.statuses.isEmpty());
                agent.close();
                try (AgentRig again = agent()) {
                    again.tick();
                    until("a new status", () -> reader.statuses.contains("status " + again.statuses.get()));
                    assertThat(reader.incoming).containsOnly(status);
                }
            }
        }
    }

    @Test
    void pairs_again_after_silence_and_waits_longer_each_time() throws Exception {
        try (AgentRig agent = agent(); Rig reader = reader(agent)) {
            until("the first status", () -> !reader.statuses.isEmpty());
            // The agent answers every time, but its clock stands still: no new status.
            for (long seconds : List.of(30, 60, 120, 240, 480, 600, 600, 600)) {
                int before = reader.incoming.size();
                reader.awaitSleep(seconds);
                reader.clock.advance(Duration.ofSeconds(seconds - 1));
                reader.awaitSleep(1);
                assertThat(reader.incoming).hasSize(before);
                reader.clock.advance(Duration.ofSeconds(1));
                until("shared again", () -> reader.incoming.size() > before);
                assertThat(reader.incoming).hasSize(before + 1);
            }
            assertThat(reader.lines).filteredOn(line -> line.contains("pairing again")).hasSize(8);
            assertThat(reader.statuses).hasSize(1);

            agent.tick();
            agent.tick();
            until("the new statuses", () -> reader.statuses.size() == 3);
            reader.awaitSleep(30);
        }
    }

    @Test
    void waits_for_an_agent_that_does_not_answer_longer_each_time() throws Exception {
        FakeDevice server = world.device("server");
        try (AgentRig agent = agent(); Rig reader = new Rig(world.device("monitor"), server.fingerprint(),
                Optional.of(Interval.parse("3600")))) {
            until("3600 s", () -> agent.interval().equals(Interval.parse("3600")));
        }
        try (Rig reader = new Rig(world.device("monitor"), server.fingerprint(), Optional.empty())) {
            int pairings = 1;
            for (long seconds : List.of(30, 60, 120, 240, 480, 600, 600)) {
                int asked = pairings++;
                until("asked to pair", () -> reader.asked() == asked);
                reader.awaitSleep(seconds);
                reader.clock.advance(Duration.ofSeconds(seconds));
            }
        }
    }

    @Test
    void waits_by_the_interval_that_an_earlier_run_asked_for() throws Exception {
        try (AgentRig agent = agent()) {
            try (Rig reader = new Rig(world.device("monitor"), agent.fingerprint(),
                    Optional.of(Interval.parse("3600")))) {
                until("3600 s", () -> agent.interval().equals(Interval.parse("3600")));
                reader.awaitSleep(10_800);
            }
            try (Rig reader = reader(agent)) {
                until("the answer", () -> !reader.incoming.isEmpty());
                reader.awaitSleep(10_800);
                reader.clock.advance(Duration.ofSeconds(10_799));
                reader.awaitSleep(1);
                assertThat(reader.said("pairing again")).isFalse();
                // A shorter interval does not make a silence of the time before.
                reader.reader.ask(Interval.parse("1"));
                until("1 s", () -> agent.interval().equals(Interval.parse("1")));
                reader.awaitSleep(30);
                assertThat(reader.said("pairing again")).isFalse();
            }
        }
    }

    @Test
    void learns_the_interval_from_the_statuses_if_it_never_asked_for_one() throws Exception {
        try (AgentRig agent = agent(); Rig reader = reader(agent)) {
            until("the first status", () -> !reader.statuses.isEmpty());
            reader.awaitSleep(30);
            reader.clock.advance(Duration.ofSeconds(20));
            agent.tick();
            reader.awaitSleep(60);
        }
    }

    @Test
    void follows_the_agent_to_a_new_status_object() throws Exception {
        try (AgentRig agent = agent(); Rig reader = reader(agent)) {
            until("the first status", () -> !reader.statuses.isEmpty());
            agent.link.get(TEXT, reader.incoming.getFirst()).delete();
            until("told of the deletion", () -> reader.said("deleted its status"));
            agent.tick();
            until("the new object", () -> reader.incoming.size() == 2);
            agent.tick();
            until("its status", () -> reader.statuses.contains("status " + agent.statuses.get()));
        }
    }
}
