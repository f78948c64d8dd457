package org.hypergolix.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.relay.RawRelayClient;
import io.telemeter.testkit.relay.RawRelayClient.Update;
import io.telemeter.testkit.relay.RawSocketClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.relay.limit.RelayLimits.Announcements;
import org.hypergolix.relay.limit.RelayLimits.Memory;
import org.hypergolix.relay.limit.RelayLimits.Patience;
import org.hypergolix.relay.limit.RelayLimits.Requests;
import org.hypergolix.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who is told what, and who is not.
///
/// That somebody is *not* told is shown with a later announcement: those to one connection come in order, so what did not
/// come before the later one does not come at all.
class AnnouncementsTest {

    private final TestObjects alice = new TestObjects(CipherSuite.SUITE_3, 0);
    private final TestObjects bob = new TestObjects(CipherSuite.SUITE_3, 1);
    private RunningRelay relay;
    private RawRelayClient a;
    private RawRelayClient b;

    @BeforeEach
    void start() throws IOException {
        startWith(RelayLimits.defaults());
    }

    private void startWith(RelayLimits limits) throws IOException {
        if (relay != null) {
            relay.close();
        }
        relay = new RunningRelay(limits);
        a = relay.connect();
        b = relay.connect();
        a.publish(alice.identity());
        a.publish(bob.identity());
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    private static void publish(RawRelayClient client, GolixObject object) throws IOException {
        assertThat(client.publish(object).summary()).isEqualTo("AK 01");
    }

    private static void subscribe(RawRelayClient client, Ghid address) throws IOException {
        assertThat(client.request("+S", address).summary()).isEqualTo("AK 01");
    }

    private Frame publishDynamic(RawRelayClient client, String content) throws IOException {
        Container container = alice.container(content);
        Frame frame = alice.firstFrame(container);
        publish(client, frame);
        publish(client, container);
        return frame;
    }

    private Frame publishNext(RawRelayClient client, Frame last, String content) throws IOException {
        Container container = alice.container(content);
        Frame frame = alice.nextFrame(last, container);
        publish(client, frame);
        publish(client, container);
        return frame;
    }

    /// Announces something new to `client`, which is subscribed to nothing of it yet.
    private Frame mark(RawRelayClient client) throws IOException {
        Container container = alice.container("mark");
        Frame frame = alice.firstFrame(container);
        subscribe(client, frame.dynamic());
        RawRelayClient stranger = relay.connect();
        publish(stranger, frame);
        publish(stranger, container);
        return frame;
    }

    private static void assertTold(RawRelayClient client, Ghid subject, GolixObject object) throws IOException {
        Update update = client.nextUpdate();
        assertThat(update.subject()).isEqualTo(subject);
        assertThat(update.object()).isEqualTo(object.encoded());
    }

    private static Set<Bytes> nextObjects(RawRelayClient client, int count) throws IOException {
        Set<Bytes> objects = new HashSet<>();
        for (int update = 0; update < count; update++) {
            objects.add(client.nextUpdate().object());
        }
        return objects;
    }

    private void assertToldNothing(RawRelayClient client) throws IOException {
        Frame mark = mark(client);
        assertTold(client, mark.dynamic(), mark);
        client.request("-S", mark.dynamic());
    }

    @Test
    void subscribing_does_not_deliver_the_current_frame() throws IOException {
        Frame frame = publishDynamic(a, "zero");
        subscribe(b, frame.dynamic());
        assertToldNothing(b);
    }

    @Test
    void a_frame_is_announced_when_its_container_is_there() throws IOException {
        Container container = alice.container("zero");
        Frame frame = alice.firstFrame(container);
        subscribe(b, frame.dynamic());
        publish(a, frame);
        assertToldNothing(b);
        publish(a, container);
        assertTold(b, frame.dynamic(), frame);
    }

    @Test
    void a_frame_is_announced_at_once_if_its_target_is_there() throws IOException {
        Frame inner = publishDynamic(a, "zero");
        Ghid outer = new Ghid(Bytes.ofHex("66".repeat(64)));
        subscribe(b, outer);
        Frame link = alice.frame(outer, 1, inner.dynamic(), inner.target());
        publish(a, link);
        assertTold(b, outer, link);
    }

    @Test
    void a_frame_is_announced_when_the_dynamic_object_it_targets_is_there() throws IOException {
        Container container = alice.container("zero");
        Frame inner = alice.firstFrame(container);
        Ghid outer = new Ghid(Bytes.ofHex("66".repeat(64)));
        subscribe(b, outer);
        Frame link = alice.frame(outer, 1, inner.dynamic(), container.ghid());
        publish(a, link);
        publish(a, inner);
        publish(a, container);
        assertTold(b, outer, link);
    }

    @Test
    void the_publisher_hears_no_echo() throws IOException {
        Frame frame = publishDynamic(a, "zero");
        subscribe(a, frame.dynamic());
        subscribe(b, frame.dynamic());
        Frame next = publishNext(a, frame, "one");
        assertTold(b, frame.dynamic(), next);
        assertToldNothing(a);
    }

    @Test
    void the_publisher_of_a_frame_hears_no_echo_when_somebody_else_brings_the_container() throws IOException {
        Container container = alice.container("zero");
        Frame frame = alice.firstFrame(container);
        subscribe(a, frame.dynamic());
        subscribe(b, frame.dynamic());
        publish(a, frame);
        publish(b, container);
        assertTold(b, frame.dynamic(), frame);
        assertToldNothing(a);
    }

    @Test
    void publishing_a_waiting_frame_again_does_not_make_somebody_else_its_publisher() throws IOException {
        Container container = alice.container("zero");
        Frame frame = alice.firstFrame(container);
        subscribe(a, frame.dynamic());
        subscribe(b, frame.dynamic());
        publish(a, frame);
        publish(b, frame);
        publish(b, container);
        assertTold(b, frame.dynamic(), frame);
        assertToldNothing(a);
    }

    @Test
    void what_is_known_already_is_announced_to_nobody() throws IOException {
        Frame frame = publishDynamic(a, "zero");
        subscribe(b, frame.dynamic());
        publish(a, frame);
        publish(a, alice.identity());
        assertToldNothing(b);
    }

    @Test
    void everybody_who_subscribed_is_told() throws IOException {
        Frame frame = publishDynamic(a, "zero");
        List<RawRelayClient> readers = new ArrayList<>();
        for (int count = 0; count < 20; count++) {
            RawRelayClient reader = relay.connect();
            subscribe(reader, frame.dynamic());
            readers.add(reader);
        }
        Frame next = publishNext(a, frame, "one");
        for (RawRelayClient reader : readers) {
            assertTold(reader, frame.dynamic(), next);
        }
    }

    @Test
    void who_unsubscribed_is_not_told() throws IOException {
        Frame frame = publishDynamic(a, "zero");
        subscribe(b, frame.dynamic());
        b.request("-S", frame.dynamic());
        publishNext(a, frame, "one");
        assertToldNothing(b);
        subscribe(b, frame.dynamic());
        b.request("XX", Bytes.EMPTY);
        assertToldNothing(b);
    }

    @Test
    void subscriptions_end_with_their_connection() throws IOException {
        Frame frame = publishDynamic(a, "zero");
        subscribe(b, frame.dynamic());
        b.close();
        RawRelayClient again = relay.connect();
        assertThat(again.request("?S", Bytes.EMPTY).addresses()).isEmpty();
        publishNext(a, frame, "one");
        assertToldNothing(again);
    }

    @Test
    void a_request_is_announced_to_its_recipient_and_not_to_its_publisher() throws IOException {
        subscribe(a, bob.fingerprint());
        subscribe(b, bob.fingerprint());
        Request request = alice.requestFor(bob.identity());
        publish(a, request);
        assertTold(b, bob.fingerprint(), request);
        assertToldNothing(a);
    }

    @Test
    void pending_requests_are_announced_to_all_when_somebody_subscribes() throws IOException {
        Request first = alice.requestFor(bob.identity());
        Request second = alice.requestFor(bob.identity());
        publish(a, first);
        publish(a, second);
        subscribe(b, bob.fingerprint());
        Set<Bytes> pending = Set.of(first.encoded(), second.encoded());
        assertThat(nextObjects(b, 2)).isEqualTo(pending);
        RawRelayClient late = relay.connect();
        subscribe(late, bob.fingerprint());
        assertThat(nextObjects(late, 2)).isEqualTo(pending);
        assertThat(nextObjects(b, 2)).isEqualTo(pending);
    }

    @Test
    void subscribing_in_a_loop_does_not_flood_others() throws IOException {
        publish(a, alice.requestFor(bob.identity()));
        subscribe(b, bob.fingerprint());
        b.nextUpdate();
        RawRelayClient attacker = relay.connect();
        for (int count = 0; count < 500; count++) {
            subscribe(attacker, bob.fingerprint());
        }
        Frame mark = mark(b);
        int told = 0;
        while (!b.nextUpdate().object().equals(mark.encoded())) {
            told++;
        }
        assertThat(told).isBetween(1, 100);
    }

    @Test
    void a_damaged_request_does_not_keep_the_others_from_being_announced() throws IOException {
        Request damaged = alice.requestFor(bob.identity());
        Request sound = alice.requestFor(bob.identity());
        AtomicBoolean isDamaged = new AtomicBoolean();
        FaultyStore store = new FaultyStore(() -> {}, address -> {
            if (isDamaged.get() && address.equals(damaged.ghid())) {
                throw new StoreException(StoreException.Reason.DAMAGED, "damaged by this test");
            }
        });
        try (RunningRelay other = new RunningRelay(RelayLimits.defaults(), store);
                RawRelayClient client = other.connect()) {
            publish(client, bob.identity());
            publish(client, damaged);
            publish(client, sound);
            isDamaged.set(true);
            subscribe(client, bob.fingerprint());
            assertTold(client, bob.fingerprint(), sound);
        }
    }

    @Test
    void at_most_so_many_pending_requests_are_announced() throws IOException {
        startWith(RelayLimits.defaults().withAnnouncements(new Announcements(256, 30_000, 1_024, 1 << 20, 3)));
        List<Bytes> oldest = new ArrayList<>();
        for (int count = 0; count < 5; count++) {
            Request request = alice.requestFor(bob.identity());
            publish(a, request);
            oldest.add(request.encoded());
        }
        subscribe(b, bob.fingerprint());
        Set<Bytes> told = nextObjects(b, 3);
        assertThat(told).isEqualTo(new HashSet<>(oldest.subList(0, 3)));
        assertToldNothing(b);
    }

    @Test
    void the_removal_of_a_dynamic_object_is_announced_to_all_the_debinder_included() throws IOException {
        Frame frame = publishDynamic(a, "zero");
        subscribe(a, frame.dynamic());
        subscribe(b, frame.dynamic());
        Debinding debinding = alice.debind(frame.dynamic());
        publish(a, debinding);
        assertTold(a, frame.dynamic(), debinding);
        assertTold(b, frame.dynamic(), debinding);
    }

    @Test
    void the_removal_of_a_request_is_announced_to_its_recipient() throws IOException {
        Request request = alice.requestFor(bob.identity());
        publish(a, request);
        subscribe(b, bob.fingerprint());
        b.nextUpdate();
        Debinding debinding = bob.debind(request.ghid());
        publish(b, debinding);
        assertTold(b, bob.fingerprint(), debinding);
    }

    @Test
    void a_debinding_that_removes_nothing_is_not_announced() throws IOException {
        Frame frame = publishDynamic(a, "zero");
        publish(b, bob.bind(frame.dynamic()));
        subscribe(b, frame.dynamic());
        publish(a, alice.debind(frame.dynamic()));
        assertToldNothing(b);
    }

    @Test
    void releasing_the_last_hold_announces_the_removal() throws IOException {
        Frame frame = publishDynamic(a, "zero");
        StaticBinding hold = bob.bind(frame.dynamic());
        publish(b, hold);
        Debinding debinding = alice.debind(frame.dynamic());
        publish(a, debinding);
        subscribe(b, frame.dynamic());
        publish(b, bob.debind(hold.ghid()));
        assertTold(b, frame.dynamic(), debinding);
    }

    @Test
    void identities_containers_and_static_bindings_are_announced_to_nobody() throws IOException {
        TestObjects carol = new TestObjects(CipherSuite.SUITE_3, 2);
        Container container = alice.container("static");
        StaticBinding binding = alice.bind(container.ghid());
        Debinding debinding = alice.debind(binding.ghid());
        for (Ghid address : List.of(carol.fingerprint(), container.ghid(), binding.ghid(), debinding.ghid())) {
            subscribe(b, address);
        }
        publish(a, carol.identity());
        publish(a, binding);
        publish(a, container);
        publish(a, debinding);
        assertToldNothing(b);
    }

    @Test
    void an_unanswered_announcement_does_not_stop_the_next() throws IOException {
        Frame last = publishDynamic(a, "zero");
        subscribe(b.answering(false), last.dynamic());
        for (int count = 0; count < 100; count++) {
            last = publishNext(a, last, "more");
        }
        Bytes newest = last.encoded();
        while (!b.nextUpdate().object().equals(newest)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_refused_announcement_does_not_stop_the_next() throws IOException {
        Frame frame = publishDynamic(a, "zero");
        subscribe(b.answering(false), frame.dynamic());
        publishNext(a, frame, "one");
        b.sendMessage("NK", b.nextUpdate().token(), Bytes.EMPTY);
        assertToldNothing(b);
    }

    @Test
    void tokens_of_unanswered_announcements_are_free_again_after_a_while() throws IOException {
        startWith(RelayLimits.defaults().withAnnouncements(new Announcements(2, 500, 1_024, 1 << 20, 256)));
        List<Frame> frames = new ArrayList<>();
        for (int count = 0; count < 6; count++) {
            Container container = alice.container("zero");
            Frame frame = alice.firstFrame(container);
            subscribe(b.answering(false), frame.dynamic());
            publish(a, frame);
            publish(a, container);
            frames.add(frame);
        }
        for (Frame frame : frames) {
            assertTold(b, frame.dynamic(), frame);
        }
    }

    @Test
    void while_too_many_announcements_are_unanswered_the_newest_frame_waits() throws IOException {
        startWith(RelayLimits.defaults().withAnnouncements(new Announcements(1, 60_000, 1_024, 1 << 20, 256)));
        Frame last = publishDynamic(a, "zero");
        subscribe(b.answering(false), last.dynamic());
        Frame second = publishNext(a, last, "one");
        last = second;
        for (int count = 0; count < 20; count++) {
            last = publishNext(a, last, "more");
        }
        Update first = b.nextUpdate();
        assertThat(first.object()).isEqualTo(second.encoded());
        b.sendMessage("AK", first.token(), Bytes.ofHex("01"));
        assertTold(b, last.dynamic(), last);
    }

    @Test
    void a_removal_takes_the_place_of_waiting_frames() throws IOException {
        startWith(RelayLimits.defaults().withAnnouncements(new Announcements(1, 60_000, 1_024, 1 << 20, 256)));
        Frame frame = publishDynamic(a, "zero");
        subscribe(b.answering(false), frame.dynamic());
        Frame second = publishNext(a, frame, "one");
        publishNext(a, second, "two");
        Debinding debinding = alice.debind(frame.dynamic());
        publish(a, debinding);
        Update first = b.nextUpdate();
        assertThat(first.object()).isEqualTo(second.encoded());
        b.sendMessage("AK", first.token(), Bytes.ofHex("01"));
        assertTold(b, frame.dynamic(), debinding);
    }

    @Test
    void what_waits_for_an_address_is_not_sent_when_it_is_unsubscribed() throws IOException {
        startWith(RelayLimits.defaults().withAnnouncements(new Announcements(1, 60_000, 1_024, 1 << 20, 256)));
        Frame first = publishDynamic(a, "zero");
        Frame other = publishDynamic(a, "other");
        b.answering(false);
        subscribe(b, first.dynamic());
        subscribe(b, other.dynamic());
        subscribe(b, bob.fingerprint());
        Frame second = publishNext(a, first, "one");
        publishNext(a, second, "two");
        publish(a, alice.requestFor(bob.identity()));
        Frame next = publishNext(a, other, "other one");
        b.request("-S", first.dynamic());
        b.request("-S", bob.fingerprint());
        Update sent = b.nextUpdate();
        assertThat(sent.object()).isEqualTo(second.encoded());
        b.sendMessage("AK", sent.token(), Bytes.ofHex("01"));
        assertTold(b, other.dynamic(), next);
    }

    @Test
    void nothing_that_waits_is_sent_when_all_subscriptions_are_dropped() throws IOException {
        startWith(RelayLimits.defaults().withAnnouncements(new Announcements(1, 60_000, 1_024, 1 << 20, 256)));
        Frame first = publishDynamic(a, "zero");
        subscribe(b.answering(false), first.dynamic());
        Frame second = publishNext(a, first, "one");
        publishNext(a, second, "two");
        b.request("XX", Bytes.EMPTY);
        Update sent = b.nextUpdate();
        b.sendMessage("AK", sent.token(), Bytes.ofHex("01"));
        assertToldNothing(b);
    }

    @Test
    void who_lets_too_many_requests_wait_is_closed_with_1008() throws IOException {
        startWith(RelayLimits.defaults().withAnnouncements(new Announcements(1, 60_000, 5, 1 << 20, 256)));
        subscribe(b.answering(false), bob.fingerprint());
        for (int count = 0; count < 10; count++) {
            publish(a, alice.requestFor(bob.identity()));
        }
        assertThat(b.socket().readUntilClosed()).isEqualTo(1008);
    }

    @Test
    void no_more_subscriptions_than_allowed() throws IOException {
        startWith(RelayLimits.defaults().withRequests(new Requests(64, 1 << 20, 64, 2)));
        subscribe(b, alice.fingerprint());
        subscribe(b, bob.fingerprint());
        Ghid third = new Ghid(Bytes.ofHex("33".repeat(64)));
        assertThat(b.request("+S", third).summary()).isEqualTo("NK 0010");
        subscribe(b, bob.fingerprint());
        b.request("-S", bob.fingerprint());
        subscribe(b, third);
    }

    @Test
    void all_connections_together_have_no_more_subscriptions_than_there_is_memory_for() throws IOException {
        long forThree = 3L * RelayLimits.SUBSCRIPTION_BYTES;
        startWith(RelayLimits.defaults().withMemory(new Memory(32 << 20, 32 << 20, 100, 1 << 20, forThree)));
        Ghid third = new Ghid(Bytes.ofHex("33".repeat(64)));
        subscribe(a, alice.fingerprint());
        subscribe(a, bob.fingerprint());
        subscribe(b, alice.fingerprint());
        assertThat(b.request("+S", third).summary()).isEqualTo("NK 0010");
        subscribe(b, alice.fingerprint());
        a.request("-S", bob.fingerprint());
        subscribe(b, third);
        assertThat(b.request("+S", bob.fingerprint()).summary()).isEqualTo("NK 0010");
        a.close();
        while (!b.request("+S", bob.fingerprint()).summary().equals("AK 01")) {
            Thread.onSpinWait();
        }
        b.request("XX", Bytes.EMPTY);
        for (Ghid address : List.of(alice.fingerprint(), bob.fingerprint(), third)) {
            subscribe(b, address);
        }
    }

    @Test
    void who_does_not_read_delays_nobody_and_finds_the_newest_frame() throws IOException {
        Frame last = publishDynamic(a, "zero");
        List<Frame> others = new ArrayList<>();
        RawRelayClient slow = RawRelayClient.over(RawSocketClient.connect(relay.address(), 4_096));
        try (slow) {
            subscribe(slow, last.dynamic());
            subscribe(b, last.dynamic());
            // Enough that no socket buffer takes it all: frames with the longest history there is.
            List<Ghid> history = new ArrayList<>();
            for (int count = 0; count < 1_000; count++) {
                history.add(new Ghid(Bytes.ofHex(String.format("%0128x", count))));
            }
            int rounds = 300;
            for (int round = 1; round <= rounds; round++) {
                Container container = alice.container("round");
                history.set(0, container.ghid());
                Frame frame = alice.frame(last.dynamic(), round, history.toArray(Ghid[]::new));
                publish(a, frame);
                publish(a, container);
                assertTold(b, frame.dynamic(), frame);
                others.add(frame);
            }
            Bytes newest = others.getLast().encoded();
            int heard = 1;
            while (!slow.nextUpdate().object().equals(newest)) {
                heard++;
            }
            assertThat(heard).isLessThan(rounds);
        }
    }

    @Test
    void a_subscriber_who_never_reads_is_given_up_and_nobody_waits_for_it() throws IOException {
        startWith(RelayLimits.defaults()
                .withPatience(new Patience(10_000, 10_000, 60_000, 60_000, 500, 60_000, 500)));
        Frame last = publishDynamic(a, "zero");
        subscribe(b, last.dynamic());
        try (RawSocketClient socket = RawSocketClient.connect(relay.address(), 4_096)) {
            RawRelayClient silent = RawRelayClient.over(socket);
            subscribe(silent, last.dynamic());
            Ghid[] history = new Ghid[1_000];
            Arrays.setAll(history, index -> new Ghid(Bytes.ofHex(String.format("%0128x", index))));
            int connections = relay.server().statistics().connections();
            for (int round = 1; relay.server().statistics().connections() == connections; round++) {
                Container container = alice.container("round");
                history[0] = container.ghid();
                Frame frame = alice.frame(last.dynamic(), round, history);
                publish(a, frame);
                publish(a, container);
                assertTold(b, frame.dynamic(), frame);
            }
        }
    }

    @Test
    void who_never_reads_is_given_up() throws IOException {
        startWith(RelayLimits.defaults()
                .withPatience(new Patience(10_000, 10_000, 60_000, 60_000, 500, 60_000, 500)));
        try (RawSocketClient greedy = RawSocketClient.connect(relay.address(), 4_096)) {
            RawRelayClient client = RawRelayClient.over(greedy);
            publish(client, alice.bind(alice.container("x").ghid()));
            int connections = relay.server().statistics().connections();
            Container large = alice.container(4_000_000);
            publish(a, alice.bind(large.ghid()));
            publish(a, large);
            for (int count = 0; count < 5; count++) {
                client.send("GT", large.ghid().bytes());
            }
            while (relay.server().statistics().connections() == connections) {
                Thread.onSpinWait();
            }
        }
    }
}
