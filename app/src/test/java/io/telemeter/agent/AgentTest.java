package io.telemeter.agent;

import static io.telemeter.agent.AgentRig.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.pairing.IntervalCodec;
import io.telemeter.pairing.TelemeterApi;
import io.telemeter.schedule.Interval;
import io.telemeter.schedule.IntervalRequest;
import io.telemeter.testkit.hypergolix.FakeHypergolix;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.ApiId;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.ShareEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
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

    /// A program that talks to agents by hand.
    private final class Peer implements AutoCloseable {
        final HgxLink link;
        final BlockingQueue<ShareEvent> statuses = new LinkedBlockingQueue<>();

        Peer(String name) {
            link = world.device(name).connect();
            link.onShare(TelemeterApi.STATUS, statuses::add);
        }

        HgxObject<String> pairWith(AgentRig agent) {
            HgxObject<String> object = link.create(TEXT, "Hello world!",
                    CreateOptions.DEFAULT.withApiId(TelemeterApi.PAIR));
            object.share(agent.fingerprint());
            return object;
        }

        HgxObject<Bytes> askFor(String json, AgentRig agent) {
            HgxObject<Bytes> object = link.create(Codec.bytes(), utf8(json),
                    CreateOptions.DEFAULT.withApiId(TelemeterApi.INTERVAL));
            object.share(agent.fingerprint());
            return object;
        }

        ShareEvent status() throws InterruptedException {
            ShareEvent share = statuses.poll(20, TimeUnit.SECONDS);
            assertThat(share).as("a shared status").isNotNull();
            return share;
        }

        @Override
        public void close() {
            link.close();
        }
    }

    private static Bytes utf8(String text) {
        return Bytes.owning(text.getBytes(StandardCharsets.UTF_8));
    }

    private AgentRig agent() {
        return new AgentRig(world.device("server"), directory.resolve("pairing"));
    }

    private static void hasInterval(AgentRig agent, String seconds) {
        until("an interval of " + seconds + " s",
                () -> agent.interval().equals(Interval.clamped(new BigDecimal(seconds))));
    }

    @Test
    void shares_its_status_with_the_first_monitor_that_asks() throws Exception {
        try (AgentRig agent = agent(); Peer monitor = new Peer("monitor")) {
            monitor.pairWith(agent);

            ShareEvent share = monitor.status();
            assertThat(share.origin()).isEqualTo(agent.fingerprint());
            assertThat(share.binder()).isEqualTo(agent.fingerprint());
            HgxObject<String> status = monitor.link.get(TEXT, share.address());
            agent.tick();
            until("the next status at the monitor", () -> status.state().equals("status " + agent.statuses.get()));
            assertThat(agent.remembered().monitor()).contains(monitor.link.whoami());
        }
    }

    @Test
    void accepts_nobody_after_the_first() throws Exception {
        try (AgentRig agent = agent(); Peer monitor = new Peer("monitor"); Peer stranger = new Peer("stranger")) {
            monitor.pairWith(agent);
            monitor.status();

            stranger.pairWith(agent);

            until("a line about the refusal",
                    () -> agent.heard("refused to pair with " + stranger.link.whoami().text()));
            assertThat(stranger.statuses).isEmpty();
            assertThat(agent.remembered().monitor()).contains(monitor.link.whoami());
        }
    }

    @Test
    void shares_again_when_its_monitor_asks_again() throws Exception {
        try (AgentRig agent = agent(); Peer monitor = new Peer("monitor")) {
            HgxObject<String> pair = monitor.pairWith(agent);
            Ghid address = monitor.status().address();

            pair.share(agent.fingerprint());

            assertThat(monitor.status().address()).isEqualTo(address);
        }
    }

    @Test
    void is_paired_with_exactly_one_of_two_who_ask_at_once() throws Exception {
        try (AgentRig agent = agent(); Peer one = new Peer("one"); Peer other = new Peer("other")) {
            Thread first = Thread.ofVirtual().start(() -> one.pairWith(agent));
            Thread second = Thread.ofVirtual().start(() -> other.pairWith(agent));
            first.join();
            second.join();

            until("a refusal", () -> agent.heard("refused to pair"));
            until("a share", () -> one.statuses.size() + other.statuses.size() == 1);
            Peer winner = one.statuses.isEmpty() ? other : one;
            assertThat(agent.remembered().monitor()).contains(winner.link.whoami());
        }
    }

    @Test
    void keeps_its_pairing_its_object_and_its_interval_over_a_restart() throws Exception {
        try (Peer monitor = new Peer("monitor"); Peer stranger = new Peer("stranger")) {
            Ghid address;
            try (AgentRig agent = agent()) {
                monitor.pairWith(agent);
                address = monitor.status().address();
                monitor.askFor("7", agent);
                hasInterval(agent, "7");
                until("a remembered interval", () -> {
                    try {
                        return agent.remembered().interval().isPresent();
                    } catch (java.io.IOException failure) {
                        throw new java.io.UncheckedIOException(failure);
                    }
                });
            }
            try (AgentRig agent = agent()) {
                stranger.pairWith(agent);
                until("a refusal", () -> agent.heard("refused to pair"));
                assertThat(monitor.status().address()).as("shared again after the start").isEqualTo(address);
                hasInterval(agent, "7");
            }
        }
    }

    @Test
    void cannot_be_paired_by_another_program_of_its_own_account() throws Exception {
        try (AgentRig agent = agent();
                HgxLink sibling = world.device("server").connect();
                Peer monitor = new Peer("monitor")) {
            sibling.create(TEXT, "Hello world!", CreateOptions.DEFAULT.withApiId(TelemeterApi.PAIR));
            sibling.create(Codec.bytes(), utf8("1"), CreateOptions.DEFAULT.withApiId(TelemeterApi.INTERVAL));

            monitor.pairWith(agent);
            monitor.status();

            assertThat(agent.remembered().monitor()).contains(monitor.link.whoami());
            assertThat(agent.interval()).isEqualTo(Interval.DEFAULT);
        }
    }

    @Test
    void cannot_be_paired_by_somebody_who_passes_on_another_pairing_object() throws Exception {
        try (AgentRig agent = agent(); Peer owner = new Peer("owner"); Peer thief = new Peer("thief")) {
            HgxObject<String> pair = owner.link.create(TEXT, "Hello world!",
                    CreateOptions.DEFAULT.withApiId(TelemeterApi.PAIR));
            BlockingQueue<ShareEvent> seen = new LinkedBlockingQueue<>();
            thief.link.onShare(TelemeterApi.PAIR, seen::add);
            pair.share(thief.link.whoami());
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();

            thief.link.get(TEXT, pair.address()).share(agent.fingerprint());

            until("a refusal", () -> agent.heard("the pairing object is not its own"));
            assertThat(agent.remembered().monitor()).isEmpty();
        }
    }

    @Test
    void follows_the_interval_of_its_monitor() throws Exception {
        try (AgentRig agent = agent(); Peer monitor = new Peer("monitor")) {
            monitor.pairWith(agent);
            monitor.status();

            HgxObject<Bytes> interval = monitor.askFor("2.5", agent);
            hasInterval(agent, "2.5");
            interval.state(utf8("3"));
            interval.push();
            hasInterval(agent, "3");
            until("lines about both",
                    () -> agent.heard("interval set to 2.5 s") && agent.heard("interval set to 3 s"));
        }
    }

    @Test
    void brings_every_interval_into_its_range_and_falls_back_when_there_is_none() throws Exception {
        try (AgentRig agent = agent(); Peer monitor = new Peer("monitor")) {
            monitor.pairWith(agent);
            monitor.status();
            HgxObject<Bytes> interval = monitor.askFor("0.001", agent);
            hasInterval(agent, "1");
            until("a line about the first", () -> agent.heard("interval set to 1 s"));

            record Step(String state, String seconds) {}
            for (Step step : List.of(new Step("1e300", "86400"), new Step("-7", "1"), new Step("30", "30"),
                    new Step("NaN", "30"), new Step("Infinity", "30"), new Step("1e999", "30"), new Step("\"9\"", "5"),
                    new Step("12", "12"), new Step("{\"run\": \"reboot\"}", "5"), new Step("13", "13"),
                    new Step("9".repeat(100_000), "5"))) {
                int lines = agent.journal.size();
                interval.state(utf8(step.state()));
                interval.push();
                until("a line about " + step.seconds(), () -> agent.journal.size() > lines);
                hasInterval(agent, step.seconds());
            }

            interval.state(utf8("44"));
            interval.push();
            hasInterval(agent, "44");
            interval.delete();
            hasInterval(agent, "5");
        }
    }

    @Test
    void takes_no_interval_from_a_stranger() throws Exception {
        try (AgentRig agent = agent(); Peer monitor = new Peer("monitor"); Peer stranger = new Peer("stranger")) {
            monitor.pairWith(agent);
            monitor.status();

            stranger.askFor("1", agent);

            until("a refusal", () -> agent.heard("refused an interval from " + stranger.link.whoami().text()));
            assertThat(agent.interval()).isEqualTo(Interval.DEFAULT);
        }
    }

    /// Waits until the agent has handled the share of `interval`. Shares of one api id are handled in order, so that is
    /// when it has refused another's attempt to pass it on.
    private void overtake(AgentRig agent, HgxObject<Bytes> interval) throws InterruptedException {
        try (Peer other = new Peer("other")) {
            BlockingQueue<ShareEvent> seen = new LinkedBlockingQueue<>();
            other.link.onShare(TelemeterApi.INTERVAL, seen::add);
            interval.share(other.link.whoami());
            assertThat(seen.poll(20, TimeUnit.SECONDS)).as("the interval at another").isNotNull();
            other.link.get(Codec.bytes(), interval.address()).share(agent.fingerprint());
            until("a refusal", () -> agent.heard("refused an interval from " + other.link.whoami().text()));
        }
    }

    @Test
    void takes_an_interval_that_overtook_its_pairing() throws Exception {
        try (AgentRig agent = agent(); Peer monitor = new Peer("monitor")) {
            overtake(agent, monitor.askFor("9", agent));
            monitor.pairWith(agent);

            hasInterval(agent, "9");
        }
    }

    @Test
    void forgets_an_early_interval_after_a_minute() throws Exception {
        try (AgentRig agent = agent(); Peer monitor = new Peer("monitor")) {
            overtake(agent, monitor.askFor("9", agent));
            agent.clock.advance(Duration.ofSeconds(61));
            monitor.pairWith(agent);
            monitor.status();

            agent.tick();
            assertThat(agent.interval()).isEqualTo(Interval.DEFAULT);
        }
    }

    /// The first promise to whoever installs an agent.
    @Test
    void does_nothing_else_that_anybody_asks() throws Exception {
        try (AgentRig agent = agent(); Peer monitor = new Peer("monitor")) {
            HgxObject<String> pair = monitor.pairWith(agent);
            ShareEvent share = monitor.status();
            HgxObject<String> status = monitor.link.get(TEXT, share.address());
            until("the line about the share", () -> agent.heard("shared the status"));
            List<String> journal = List.copyOf(agent.journal);
            var remembered = agent.remembered();

            // Whatever the paired monitor writes into what it shared, or shares besides, or does to the status.
            pair.state("$(reboot)");
            pair.push();
            for (String state : List.of("\"reboot\"", "{\"command\":\"rm -rf /\"}", "", "5")) {
                monitor.link.create(Codec.bytes(), utf8(state), CreateOptions.DEFAULT.withApiId(ApiId.random()))
                        .share(agent.fingerprint());
                monitor.link.create(Codec.bytes(), utf8(state), CreateOptions.DEFAULT.withApiId(TelemeterApi.STATUS))
                        .share(agent.fingerprint());
                monitor.link.create(TEXT, state, CreateOptions.DEFAULT.asStatic()).share(agent.fingerprint());
            }
            status.share(agent.fingerprint());
            pair.delete();

            for (int ticks = 0; ticks < 3; ticks++) {
                agent.tick();
            }
            until("the newest status", () -> status.state().equals("status " + agent.statuses.get()));
            assertThat(agent.interval()).isEqualTo(Interval.DEFAULT);
            assertThat(agent.remembered()).isEqualTo(remembered);
            assertThat(agent.journal).isEqualTo(journal);
            assertThat(monitor.statuses).isEmpty();
        }
    }

    @Test
    void goes_on_when_the_disk_was_full() throws Exception {
        try (AgentRig agent = agent(); Peer monitor = new Peer("monitor")) {
            monitor.pairWith(agent);
            HgxObject<String> status = monitor.link.get(TEXT, monitor.status().address());
            world.device("server").fillDisk(true);
            agent.tick();
            until("a line", () -> agent.heard("cannot publish"));
            agent.tick();
            world.device("server").fillDisk(false);
            agent.tick();

            until("the newest status", () -> status.state().equals("status " + agent.statuses.get()));
            until("a line about the recovery", () -> agent.heard("publishing again"));
            assertThat(agent.journal).filteredOn(line -> line.startsWith("cannot publish")).hasSize(1);
        }
    }

    @Test
    void publishes_what_happened_offline_when_the_relay_is_back() throws Exception {
        try (AgentRig agent = agent(); Peer monitor = new Peer("monitor")) {
            monitor.pairWith(agent);
            HgxObject<String> status = monitor.link.get(TEXT, monitor.status().address());
            world.device("server").cutOff();
            agent.tick();
            agent.tick();
            world.device("server").restore();

            until("the newest status", () -> status.state().equals("status " + agent.statuses.get()));
        }
    }

    @Test
    void moves_to_a_new_object_after_unpairing() throws Exception {
        try (Peer monitor = new Peer("monitor"); Peer next = new Peer("next")) {
            HgxObject<String> status;
            try (AgentRig agent = agent()) {
                monitor.pairWith(agent);
                status = monitor.link.get(TEXT, monitor.status().address());
                agent.file.write(agent.remembered().unpaired());
            }
            try (AgentRig agent = agent()) {
                until("the old status is gone", () -> !status.alive());
                next.pairWith(agent);
                assertThat(next.status().address()).isNotEqualTo(status.address());
                assertThat(agent.remembered().retired()).isEmpty();
            }
        }
    }

    @Test
    void writes_intervals_as_json_numbers() {
        assertThat(IntervalCodec.INSTANCE.encode(IntervalCodec.asking(Interval.MAXIMUM))).isEqualTo(utf8("86400"));
        assertThat(IntervalCodec.INSTANCE.encode(IntervalCodec.asking(Interval.parse("1.5")))).isEqualTo(utf8("1.5"));
        assertThat(IntervalCodec.INSTANCE.decode(utf8(" 1.5\n")))
                .isEqualTo(new IntervalRequest.Seconds(new BigDecimal("1.5")));
        assertThat(IntervalCodec.INSTANCE.decode(utf8("05"))).isEqualTo(new IntervalRequest.None());
    }
}
