package io.telemeter.it.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.testkit.original.OriginalRelay;
import io.telemeter.testkit.relay.RawRelayClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.LocalRequest.Pushed;
import org.hypergolix.wire.local.RelayStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes of suite-1 accounts at a relay of 2017: every operation, and every habit of that relay.
@Timeout(120)
class OriginalRelayTest {
    /// Pushes before the reader must have caught up: it may miss no more than 7 states of suite 1.
    private static final int BURST = 5;

    @TempDir
    private static Path directory;

    private static OriginalRelay relay;
    private static RunningNode alice;
    private static RunningNode bob;

    private int refusalsBefore;

    @BeforeAll
    static void open() throws IOException {
        relay = OriginalRelay.start();
        alice = new RunningNode(directory.resolve("alice"), CipherSuite.SUITE_1, relay.uri());
        bob = new RunningNode(directory.resolve("bob"), CipherSuite.SUITE_1, relay.uri());
        alice.awaitConnected();
        bob.awaitConnected();
    }

    @AfterAll
    static void close() {
        alice.close();
        bob.close();
        relay.close();
    }

    @BeforeEach
    void register() {
        bob.heard(LocalEvent.RelayChanged.class);
        alice.register();
        bob.register();
        refusalsBefore = relay.refusals().size();
    }

    /// Looking for what is not there is the only thing that the relay may have had to refuse.
    @AfterEach
    void sent_nothing_that_the_relay_refuses() {
        List<OriginalRelay.Refusal> refusals = relay.refusals();
        assertThat(refusals.subList(Math.min(refusalsBefore, refusals.size()), refusals.size()))
                .allMatch(refusal -> refusal.code() == ErrorCode.DOES_NOT_EXIST);
    }

    private static Ghid shared(RunningNode owner, RunningNode recipient, String state) {
        Ghid address = owner.create(state);
        offer(owner, recipient, address);
        assertThat(recipient.get(address)).isEqualTo(state);
        return address;
    }

    private static void offer(RunningNode owner, RunningNode recipient, Ghid address) {
        owner.share(address, recipient);
        while (!recipient.next(LocalEvent.Shared.class).address().equals(address)) {
            // Another one, of an earlier test.
        }
        recipient.call(new LocalRequest.ShareHandled(address, owner.fingerprint(), RunningNode.API));
        while (!owner.next(LocalEvent.ShareAccepted.class).address().equals(address)) {
            // As above.
        }
    }

    @Test
    void updates_arrive_in_both_directions() {
        Ghid hers = shared(alice, bob, "hers 0");
        Ghid his = shared(bob, alice, "his 0");
        for (int number = 1; number <= 20; number++) {
            assertThat(alice.push(hers, "hers " + number)).isEqualTo(Pushed.RELAYED);
            assertThat(bob.push(his, "his " + number)).isEqualTo(Pushed.RELAYED);
            if (number % BURST == 0) {
                bob.awaitState(hers, "hers " + number);
                alice.awaitState(his, "his " + number);
            }
        }
    }

    @Test
    void static_objects_and_snapshots_are_shared() {
        Ghid fixed =
                alice.call(new LocalRequest.Create(RunningNode.bytes("for ever"), RunningNode.API, false, false, 7))
                        .address();
        offer(alice, bob, fixed);
        assertThat(bob.get(fixed)).isEqualTo("for ever");

        Ghid living = alice.create("then");
        Ghid frozen = alice.call(new LocalRequest.Freeze(living));
        alice.push(living, "now");
        offer(alice, bob, frozen);
        assertThat(bob.get(frozen)).isEqualTo("then");
    }

    @Test
    void a_holder_keeps_what_its_owner_deletes_and_nobody_keeps_the_rest() {
        Ghid held = shared(alice, bob, "held");
        Ghid gone = shared(alice, bob, "gone");
        bob.call(new LocalRequest.Hold(held));
        alice.call(new LocalRequest.Delete(held));
        alice.call(new LocalRequest.Delete(gone));

        assertThat(bob.next(LocalEvent.Deleted.class).address()).isEqualTo(gone);
        assertThatThrownBy(() -> bob.get(gone)).isInstanceOfSatisfying(LocalRefusal.class,
                refused -> assertThat(refused.reason()).isEqualTo(LocalRefusal.Reason.DEAD_OBJECT));
        assertThat(bob.get(held)).isEqualTo("held");
        // The debinder is told of the removal as everybody is; it does not mind.
        assertThat(alice.push(alice.create("another"), "state")).isEqualTo(Pushed.RELAYED);
    }

    @Test
    void a_static_object_can_be_deleted() {
        Ghid fixed = alice.call(new LocalRequest.Create(RunningNode.bytes("short"), RunningNode.API, false, false, 7))
                .address();
        alice.call(new LocalRequest.Delete(fixed));
        assertThatThrownBy(() -> alice.get(fixed)).isInstanceOf(LocalRefusal.class);
        assertThatThrownBy(() -> bob.get(fixed)).isInstanceOf(LocalRefusal.class);
    }

    @Test
    void what_is_discarded_can_be_had_again() {
        Ghid address = shared(alice, bob, "one");
        bob.call(new LocalRequest.Discard(address));
        alice.push(address, "two");
        RunningNode.await(() -> bob.reads(address, "two"));
        alice.push(address, "three");
        bob.call(new LocalRequest.Sync(address));
        bob.awaitState(address, "three");
    }

    @Test
    void nobody_but_the_owner_changes_or_deletes() {
        Ghid address = shared(alice, bob, "hers");
        assertThatThrownBy(() -> bob.push(address, "his")).isInstanceOf(LocalRefusal.class);
        assertThatThrownBy(() -> bob.call(new LocalRequest.Delete(address))).isInstanceOf(LocalRefusal.class);
        assertThat(bob.get(address)).isEqualTo("hers");
    }

    @Test
    void tokens_startup_objects_and_private_objects_are_the_node_s_own_matter() {
        Bytes token = alice.call(new LocalRequest.RegisterToken(Optional.empty()));
        Ghid mine = alice.call(new LocalRequest.Create(RunningNode.bytes("mine"), RunningNode.API, true, true, 7))
                .address();
        alice.call(new LocalRequest.RegisterStartup(mine));
        assertThatThrownBy(() -> alice.share(mine, bob)).isInstanceOf(LocalRefusal.class);
        alice.restart();
        assertThatThrownBy(() -> alice.get(mine)).isInstanceOf(LocalRefusal.class);
        alice.call(new LocalRequest.RegisterToken(Optional.of(token)));
        assertThat(alice.call(new LocalRequest.StartupObject())).contains(mine);
        alice.awaitConnected();
        assertThat(alice.push(mine, "still mine")).isEqualTo(Pushed.RELAYED);
        alice.call(new LocalRequest.Update(mine, RunningNode.bytes("ours"), false));
        alice.share(mine, bob);
        RunningNode.await(() -> bob.reads(mine, "ours"));
    }

    /// It announces waiting requests to every subscriber of the recipient whenever anybody subscribes to him.
    @Test
    void a_request_that_is_announced_again_and_again_is_told_once() throws IOException {
        Ghid bobs = bob.fingerprint();
        bob.close();
        Ghid address = alice.create("for later");
        alice.call(new LocalRequest.Share(address, bobs));
        bob = new RunningNode(directory.resolve("bob"), CipherSuite.SUITE_1, relay.uri());
        bob.register();
        try (RawRelayClient stranger = RawRelayClient.connect(relay.address())) {
            for (int subscription = 0; subscription < 10; subscription++) {
                assertThat(stranger.request("+S", bobs).summary()).isEqualTo("AK 01");
            }
            while (!bob.next(LocalEvent.Shared.class).address().equals(address)) {
                // One that an earlier test left.
            }
        }
        bob.call(new LocalRequest.ShareHandled(address, alice.fingerprint(), RunningNode.API));
        Ghid last = alice.create("last");
        alice.call(new LocalRequest.Share(last, bobs));
        for (Ghid told = address; !told.equals(last);) {
            told = bob.next(LocalEvent.Shared.class).address();
            assertThat(told).isNotEqualTo(address);
        }
    }

    @Test
    void what_was_pushed_without_the_relay_arrives_when_it_is_back() {
        Ghid address = shared(alice, bob, "one");
        relay.stop();
        alice.awaitDisconnected();
        bob.awaitDisconnected();
        assertThat(alice.push(address, "two")).isEqualTo(Pushed.LOCAL);
        assertThat(alice.push(address, "three")).isEqualTo(Pushed.LOCAL);
        Ghid other = alice.create("made without a relay");
        alice.call(new LocalRequest.Share(other, bob.fingerprint()));
        relay.resume();
        bob.awaitState(address, "three");
        RunningNode.await(() -> bob.reads(other, "made without a relay"));
        alice.awaitConnected();
    }

    /// The frame that supersedes it takes a container away at once, before the new one is there.
    @Test
    void a_reader_survives_that_containers_vanish_before_it_fetches_them() {
        Ghid address = shared(alice, bob, "0");
        bob.restart();
        bob.register();
        for (int number = 1; number <= 7; number++) {
            alice.push(address, String.valueOf(number));
        }
        bob.awaitConnected();
        RunningNode.await(() -> bob.reads(address, "7"));
        for (int number = 8; number <= 60; number++) {
            alice.push(address, String.valueOf(number));
            if (number % BURST == 0) {
                String state = String.valueOf(number);
                RunningNode.await(() -> bob.reads(address, state));
            }
        }
    }

    @Test
    void who_missed_more_than_the_history_names_is_given_the_object_again() {
        Ghid address = shared(alice, bob, "0");
        bob.close();
        for (int number = 1; number <= 12; number++) {
            alice.push(address, String.valueOf(number));
        }
        bob = new RunningNode(directory.resolve("bob"), CipherSuite.SUITE_1, relay.uri());
        bob.awaitConnected();
        bob.register();
        RunningNode.await(() -> bob.call(new LocalRequest.Get(address)).stale());
        assertThat(bob.get(address)).isEqualTo("0");
        alice.share(address, bob);
        RunningNode.await(() -> bob.reads(address, "12"));
    }

    @Test
    void a_relay_that_lost_everything_is_given_everything() {
        Ghid address = shared(alice, bob, "one");
        relay.stop();
        alice.awaitDisconnected();
        bob.awaitDisconnected();
        relay.forget();
        relay.resume();
        alice.awaitConnected();
        bob.awaitConnected();
        alice.push(address, "two");
        bob.awaitState(address, "two");
        Ghid other = shared(alice, bob, "three");
        assertThat(alice.push(other, "four")).isEqualTo(Pushed.RELAYED);
        bob.awaitState(other, "four");
    }

    @Test
    void an_account_of_suite_3_is_told_that_this_relay_needs_suite_1() {
        try (RunningNode young = new RunningNode(directory.resolve("young"), CipherSuite.SUITE_3, relay.uri())) {
            RunningNode.await(() -> young.call(new LocalRequest.Relays()).stream().map(RelayStatus::reason)
                    .allMatch(reason -> reason.contains("suite 1")));
            Ghid address = young.create("here");
            assertThat(young.push(address, "stays here")).isEqualTo(Pushed.LOCAL);
            assertThatThrownBy(() -> young.share(address, bob)).isInstanceOf(LocalRefusal.class)
                    .hasMessageContaining("suite 1");
        } finally {
            refusalsBefore = relay.refusals().size();
        }
    }
}
