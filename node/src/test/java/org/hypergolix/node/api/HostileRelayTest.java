package org.hypergolix.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.testkit.TestIdentities;
import io.telemeter.testkit.loopback.Lie;
import io.telemeter.testkit.loopback.LoopbackRelay;
import java.security.SecureRandom;
import org.hypergolix.store.Change;
import java.util.ArrayList;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.RequestContent;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.LocalRequest.Pushed;
import org.hypergolix.wire.relay.RelayRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A relay that lies, and a node that neither believes it nor breaks.
class HostileRelayTest {
    private final LoopbackRelay relay = new LoopbackRelay();
    private Party alice;
    private Party bob;
    private Ghid address;

    @BeforeEach
    void bob_reads_an_object_of_alice() {
        alice = Party.of(0, relay);
        bob = Party.hasty(1, relay);
        alice.awaitConnected();
        bob.awaitConnected();
        bob.register();
        address = alice.create("one");
        alice.share(address, bob);
        bob.next(LocalEvent.Shared.class);
        assertThat(bob.get(address)).isEqualTo("one");
        alice.next(LocalEvent.ShareAccepted.class);
        alice.awaitEmptyOutbox();
        bob.awaitEmptyOutbox();
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
        relay.close();
    }

    /// Answers fetches of `where` with `what` and everything else truthfully.
    private static Lie showing(Ghid where, Bytes what) {
        return (request, truth) -> Optional.of(
                request instanceof RelayRequest.Get get && get.address().equals(where)
                        ? new Answer.Success(what)
                        : truth.get());
    }

    private Frame currentFrame() {
        return (Frame) relay.view().find(relay.view().dynamic(address).orElseThrow().frame()).orElseThrow().decode();
    }

    private void sync(Party party) {
        party.call(new LocalRequest.Sync(address));
    }

    private void assertStillReads(String state) {
        relay.lie(Lie.NONE);
        assertThat(bob.get(address)).isEqualTo(state);
        alice.push(address, "the truth");
        bob.awaitState(address, "the truth");
    }

    @Test
    void refuses_a_frame_whose_counter_went_back() {
        Frame old = currentFrame();
        alice.push(address, "two");
        bob.awaitState(address, "two");
        relay.lie(showing(address, old.encoded()));
        relay.announce(address, old.encoded());
        sync(bob);
        assertThat(bob.get(address)).isEqualTo("two");
        bob.restart();
        bob.awaitConnected();
        assertThat(bob.get(address)).isEqualTo("two");
        assertThat(bob.eventsSoFar()).noneMatch(LocalEvent.Updated.class::isInstance);
        assertStillReads("two");
    }

    @Test
    void refuses_an_older_state_than_the_one_that_was_shared() {
        Frame old = currentFrame();
        Ghid other = alice.create("other 1");
        Frame first =
                (Frame) relay.view().find(relay.view().dynamic(other).orElseThrow().frame()).orElseThrow().decode();
        Bytes container = relay.view().find(first.target()).orElseThrow().encoded();
        alice.push(other, "other 2");
        relay.lie((request, truth) -> Optional.of(switch (request) {
            case RelayRequest.Get get when get.address().equals(other) -> new Answer.Success(first.encoded());
            case RelayRequest.Get get when get.address().equals(first.target()) -> new Answer.Success(container);
            default -> truth.get();
        }));
        alice.share(other, bob);
        Party.await(() -> !bob.store().durable().records("arrivals", Bytes.EMPTY, 1).isEmpty());
        assertThat(bob.store().durable().dynamic(other)).isEmpty();
        relay.lie(Lie.NONE);
        assertThat(bob.next(LocalEvent.Shared.class).address()).isEqualTo(other);
        assertThat(bob.get(other)).isEqualTo("other 2");
        assertThat(old).isNotNull();
    }

    @Test
    void refuses_everything_that_is_not_what_was_asked_for() {
        Frame frame = currentFrame();
        Bytes identity = relay.view().find(alice.fingerprint()).orElseThrow().encoded();
        Bytes container = relay.view().find(frame.target()).orElseThrow().encoded();
        byte[] flipped = frame.encoded().toArray();
        flipped[100] ^= 1;
        byte[] badSignature = frame.encoded().toArray();
        badSignature[badSignature.length - 1] ^= 1;
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        for (Bytes lie : List.of(
                Bytes.EMPTY, Bytes.owning(noise), identity, container, Bytes.owning(flipped),
                Bytes.owning(badSignature))) {
            relay.lie(showing(address, lie));
            relay.announce(address, lie);
            relay.announce(bob.fingerprint(), lie);
            relay.announce(alice.fingerprint(), lie);
            assertThatThrownBy(() -> bob.call(new LocalRequest.Get(
                    new Ghid(Bytes.owning(new byte[64]))))).isInstanceOf(LocalRefusal.class);
            try {
                sync(bob);
            } catch (LocalRefusal refused) {
                assertThat(refused.getMessage()).doesNotContain("\n");
            }
            assertThat(bob.get(address)).isEqualTo("one");
        }
        assertStillReads("one");
    }

    @Test
    void refuses_a_newer_frame_whose_content_is_withheld_or_exchanged_and_takes_it_later() {
        Frame before = currentFrame();
        Bytes old = relay.view().find(before.target()).orElseThrow().encoded();
        relay.lie((request, truth) -> {
            if (request instanceof RelayRequest.Get get && !get.address().equals(address)) {
                var _ = truth.get();
                return Optional.of(new Answer.Success(old));
            }
            return Optional.of(truth.get());
        });
        alice.push(address, "two");
        sync(bob);
        assertThat(bob.get(address)).isEqualTo("one");
        relay.lie(Lie.NONE);
        sync(bob);
        assertThat(bob.get(address)).isEqualTo("two");
    }

    @Test
    void refuses_a_newer_frame_of_somebody_else() {
        PrivateIdentity mallory = TestIdentities.of(CipherSuite.SUITE_3, 7);
        var container = mallory.seal(Party.bytes("forged"), Secret.random(CipherSuite.SUITE_3, new SecureRandom()));
        Frame forged =
                mallory.nextFrame(address, 5, List.of(container.object().ghid(), currentFrame().target())).object();
        relay.lie((request, truth) -> Optional.of(switch (request) {
            case RelayRequest.Get get when get.address().equals(address) -> new Answer.Success(forged.encoded());
            case RelayRequest.Get get when get.address().equals(container.object().ghid()) ->
                new Answer.Success(container.object().encoded());
            case RelayRequest.Get get when get.address().equals(mallory.fingerprint()) ->
                new Answer.Success(mallory.identity().encoded());
            default -> truth.get();
        }));
        relay.announce(address, forged.encoded());
        sync(bob);
        assertThat(bob.get(address)).isEqualTo("one");
        Debinding deletion = mallory.debind(address).object();
        relay.announce(address, deletion.encoded());
        assertStillReads("one");
    }

    @Test
    void keeps_a_contradicting_frame_of_a_foreign_owner_as_evidence() {
        PrivateIdentity owner = TestIdentities.of(CipherSuite.SUITE_3, 0);
        alice.push(address, "two");
        bob.awaitState(address, "two");
        Frame two = currentFrame();
        var container = owner.seal(Party.bytes("other"), Secret.random(CipherSuite.SUITE_3, new SecureRandom()));
        Frame fork =
                owner.nextFrame(address, two.counter(), List.of(container.object().ghid(), two.targets().getLast()))
                        .object();
        relay.announce(address, fork.encoded());
        Party.await(() -> !bob.store().durable().records("forks", Bytes.EMPTY, 1).isEmpty());
        assertThat(bob.store().durable().records("forks", Bytes.EMPTY, 2))
                .singleElement()
                .satisfies(entry -> assertThat(entry.value()).isEqualTo(fork.encoded()));
        assertStillReads("two");
    }

    @Test
    void a_relay_that_never_answers_delays_nobody_but_itself() {
        try (LoopbackRelay silent = new LoopbackRelay();
                Party carol = Party.of(2, relay, silent)) {
            carol.awaitConnected();
            Ghid object = carol.create("one");
            silent.lie((_, _) -> Optional.empty());
            for (int number = 0; number < 50; number++) {
                assertThat(carol.push(object, "state " + number)).isEqualTo(Pushed.RELAYED);
            }
            assertThat(relay.view().dynamic(object)).hasValueSatisfying(
                    state -> assertThat(state.counter()).isEqualTo(50));
            silent.lie(Lie.NONE);
            Party.await(() -> silent.view().dynamic(object).filter(state -> state.counter() == 50).isPresent());
        }
    }

    @Test
    void a_relay_that_refuses_everything_is_reported_and_does_not_stop_pushes() {
        relay.lie((request, truth) -> Optional.of(
                request instanceof RelayRequest.Publish
                        ? new Answer.Failure(ErrorCode.QUOTA_EXCEEDED, "\u001b[31mfull\n")
                        : truth.get()));
        assertThat(alice.push(address, "two")).isEqualTo(Pushed.LOCAL);
        assertThat(alice.push(address, "three")).isEqualTo(Pushed.LOCAL);
        relay.lie(Lie.NONE);
        assertThat(alice.push(address, "four")).isEqualTo(Pushed.RELAYED);
        bob.awaitState(address, "four");
    }

    @Test
    void an_object_that_is_refused_for_ever_is_not_sent_for_ever() {
        AtomicInteger attempts = new AtomicInteger();
        relay.lie((request, truth) -> {
            if (request instanceof RelayRequest.Publish publish && isFrame(publish.object())) {
                attempts.incrementAndGet();
                return Optional.of(new Answer.Failure(ErrorCode.MALFORMED, "no"));
            }
            return Optional.of(truth.get());
        });
        assertThat(alice.push(address, "two")).isEqualTo(Pushed.LOCAL);
        alice.awaitEmptyOutbox();
        assertThat(attempts).hasValue(1);
    }

    private static boolean isFrame(Bytes object) {
        return object.slice(0, 4).equals(Party.bytes("GOBD"));
    }

    @Test
    void requests_that_are_not_genuine_are_removed_without_an_answer() {
        PrivateIdentity stranger = TestIdentities.of(CipherSuite.SUITE_3, 8);
        Identity recipient = TestIdentities.of(CipherSuite.SUITE_3, 1).identity();
        Request unknownAuthor = stranger.request(recipient, offer()).object();
        byte[] wrongMac =
                TestIdentities.of(CipherSuite.SUITE_3, 0).request(recipient, offer()).object().encoded().toArray();
        wrongMac[wrongMac.length - 1] ^= 1;
        Bytes altered = Bytes.owning(wrongMac);
        int before = relay.mark();
        relay.announce(bob.fingerprint(), unknownAuthor.encoded());
        relay.announce(bob.fingerprint(), altered);
        Party.await(() -> debindings(before) == 2);
        assertThat(relay.accepted().subList(before, relay.mark())).allMatch(Debinding.class::isInstance);
        assertStillReads("one");
    }

    private RequestContent offer() {
        return new RequestContent.ShareOffer(
                address, Secret.random(CipherSuite.SUITE_3, new SecureRandom()), 0);
    }

    private long debindings(int from) {
        return relay.accepted().subList(from, relay.mark()).stream().filter(Debinding.class::isInstance).count();
    }

    @Test
    void a_flood_of_requests_costs_a_bounded_effort_and_leaves_the_node_at_work() {
        PrivateIdentity stranger = TestIdentities.of(CipherSuite.SUITE_3, 8);
        Identity recipient = TestIdentities.of(CipherSuite.SUITE_3, 1).identity();
        int before = relay.mark();
        for (int number = 0; number < 2_000; number++) {
            Request request = stranger.request(recipient, offer()).object();
            relay.announce(bob.fingerprint(), request.encoded());
        }
        assertStillReads("one");
        assertThat(debindings(before)).isLessThan(1_000);
    }

    @Test
    void what_nobody_asked_to_be_told_of_is_not_looked_at() {
        PrivateIdentity stranger = TestIdentities.of(CipherSuite.SUITE_3, 8);
        for (int number = 0; number < 2_000; number++) {
            Frame frame =
                    stranger.firstFrame(TestIdentities.of(CipherSuite.SUITE_3, number % 8).fingerprint()).object();
            relay.announce(frame.dynamic(), frame.encoded());
        }
        assertStillReads("one");
        assertThat(relay.requests()).doesNotContain(new RelayRequest.Get(stranger.fingerprint()));
    }

    @Test
    void offers_that_cannot_be_read_yet_are_kept_here_and_do_not_hide_others_at_the_relay() {
        Identity recipient = TestIdentities.of(CipherSuite.SUITE_3, 1).identity();
        int before = relay.mark();
        for (int author = 3; author < 5; author++) {
            PrivateIdentity stranger = TestIdentities.of(CipherSuite.SUITE_3, author);
            publish(stranger.identity());
            for (int number = 0; number < 40; number++) {
                Ghid nothing = stranger.firstFrame(stranger.fingerprint()).object().ghid();
                publish(stranger.request(recipient, new RequestContent.ShareOffer(
                        nothing, Secret.random(CipherSuite.SUITE_3, new SecureRandom()), 0)).object());
            }
        }
        Party.await(() -> debindings(before) == 80);
        assertThat(bob.store().durable().records("arrivals", Bytes.EMPTY, 1_000)).hasSize(80);
    }

    @Test
    void shares_that_no_application_knows_do_not_keep_out_those_that_one_wants() {
        bob.stop();
        List<Change> strangers = new ArrayList<>();
        for (int number = 0; number < 4_095; number++) {
            Bytes key = Bytes.concat(
                    Bytes.owning(ByteBuffer.allocate(64).putInt(60, 1_000_000 + number).array()),
                    address.bytes(),
                    TestIdentities.of(CipherSuite.SUITE_3, 3 + number % 5).fingerprint().bytes());
            strangers.add(new Change.PutRecord("shares", key, alice.fingerprint().bytes()));
        }
        bob.store().durable().commit(strangers);
        bob.start();
        bob.awaitConnected();
        bob.register();
        Ghid wanted = alice.create("wanted");
        alice.share(wanted, bob);
        Party.await(() -> bob.next(LocalEvent.Shared.class).address().equals(wanted));
        assertThat(bob.store().durable().records("shares", Bytes.EMPTY, 5_000)).hasSizeLessThanOrEqualTo(4_096);
    }

    @Test
    void a_wrong_key_for_a_known_object_is_declined_and_changes_nothing() {
        PrivateIdentity carol = TestIdentities.of(CipherSuite.SUITE_3, 2);
        Identity recipient = TestIdentities.of(CipherSuite.SUITE_3, 1).identity();
        publish(carol.identity());
        int before = relay.mark();
        publish(carol.request(recipient, offer()).object());
        Party.await(() -> debindings(before) == 1);
        assertThat(relay.accepted().subList(before, relay.mark()).stream().filter(Request.class::isInstance)
                .map(Request.class::cast)
                .filter(answer -> answer.recipient().equals(carol.fingerprint())))
                .singleElement()
                .satisfies(answer -> assertThat(carol.open(answer, _ -> Optional.of(recipient)).content())
                        .isInstanceOf(RequestContent.ShareDeclined.class));
        assertStillReads("one");
    }

    private void publish(GolixObject object) {
        Supplier<Answer> truth = () -> relay.publish(object.encoded());
        assertThat(truth.get()).isInstanceOf(Answer.Success.class);
    }
}
