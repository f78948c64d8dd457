package org.hypergolix.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.loopback.LoopbackRelay;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.LocalRequest.Pushed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What was acknowledged arrives, whatever stood in between.
class OfflineUseTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_was_pushed_offline_arrives_after_a_restart_in_order(boolean crash) {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay);
                Party bob = Party.of(1, relay)) {
            bob.awaitConnected();
            alice.awaitConnected();
            bob.register();
            relay.stop();
            alice.awaitDisconnected();
            Ghid first = alice.create("first 1");
            assertThat(alice.push(first, "first 2")).isEqualTo(Pushed.LOCAL);
            Ghid fixed = alice.createStatic("for ever");
            Ghid second = alice.create("second 1");
            alice.push(first, "first 3");
            if (crash) {
                alice.crash();
            } else {
                alice.restart();
            }
            relay.start();
            alice.awaitConnected();
            alice.awaitEmptyOutbox();
            assertThat(relay.view().dynamic(first)).hasValueSatisfying(
                    state -> assertThat(state.counter()).isEqualTo(2));
            assertThat(relay.view().find(fixed)).isPresent();
            assertThat(relay.view().dynamic(second)).isPresent();
        }
    }

    @Test
    void of_an_object_pushed_offline_only_the_newest_state_is_sent() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay)) {
            alice.awaitConnected();
            Ghid address = alice.create("state 0");
            alice.awaitEmptyOutbox();
            relay.stop();
            alice.awaitDisconnected();
            int before = relay.mark();
            for (int number = 1; number <= 50; number++) {
                alice.push(address, "state " + number);
            }
            relay.start();
            alice.awaitConnected();
            alice.awaitEmptyOutbox();
            assertThat(relay.accepted().subList(before, relay.mark())).extracting(object -> object.kind())
                    .containsOnlyOnce(ObjectKind.FRAME, ObjectKind.CONTAINER);
            assertThat(relay.view().dynamic(address)).hasValueSatisfying(
                    state -> assertThat(state.counter()).isEqualTo(50));
        }
    }

    @Test
    void a_share_made_offline_reaches_its_recipient_after_the_object_did() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay);
                Party bob = Party.of(1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            bob.register();
            Ghid known = alice.create("known");
            alice.share(known, bob);
            alice.next(LocalEvent.ShareAccepted.class);
            bob.next(LocalEvent.Shared.class);
            alice.network().cut(relay);
            alice.awaitDisconnected();
            Ghid address = alice.create("one");
            alice.share(address, bob);
            alice.push(address, "two");
            alice.network().mend(relay);
            assertThat(bob.next(LocalEvent.Shared.class).address()).isEqualTo(address);
            assertThat(bob.get(address)).isEqualTo("two");
            alice.next(LocalEvent.ShareAccepted.class);
        }
    }

    @Test
    void the_answer_to_a_share_is_heard_by_the_application_of_the_next_run() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay);
                Party bob = Party.of(1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            Bytes token = alice.call(new LocalRequest.RegisterToken(Optional.empty()));
            Ghid address = alice.create("one");
            bob.network().cut(relay);
            bob.awaitDisconnected();
            alice.share(address, bob);
            alice.restart();
            alice.awaitConnected();
            bob.network().mend(relay);
            Party.await(() -> !bob.store().durable().records("shares", Bytes.EMPTY, 1).isEmpty());
            Party.await(() -> !alice.store().durable().records("answers", Bytes.EMPTY, 1).isEmpty());
            alice.call(new LocalRequest.RegisterToken(Optional.of(token)));
            assertThat(alice.next(LocalEvent.ShareAccepted.class).address()).isEqualTo(address);
            Party.await(() -> alice.store().durable().records("answers", Bytes.EMPTY, 1).isEmpty());
        }
    }

    @Test
    void a_share_is_told_to_every_run_until_an_application_has_handled_it() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay);
                Party bob = Party.of(1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            Ghid address = alice.create("one");
            alice.share(address, bob);
            alice.next(LocalEvent.ShareAccepted.class);
            bob.restart();
            bob.register();
            assertThat(bob.next(LocalEvent.Shared.class).address()).isEqualTo(address);
            assertThat(bob.get(address)).isEqualTo("one");
            bob.restart();
            bob.register();
            assertThat(bob.next(LocalEvent.Shared.class).address()).as("nobody handled it").isEqualTo(address);
            bob.call(new LocalRequest.ShareHandled(address, alice.fingerprint(), Party.API));
            bob.call(new LocalRequest.ShareHandled(address, alice.fingerprint(), Party.API));
            assertThat(bob.store().durable().records("shares", Bytes.EMPTY, 1)).isEmpty();
            bob.restart();
            bob.register();
            bob.awaitConnected();
            assertThat(bob.eventsSoFar()).noneMatch(LocalEvent.Shared.class::isInstance);
            alice.share(address, bob);
            assertThat(bob.next(LocalEvent.Shared.class).address()).isEqualTo(address);
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void the_key_of_a_share_is_there_after_a_crash_right_after_the_answer(CipherSuite suite) {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party alice = Party.of(suite, 0, relay);
                Party bob = Party.of(suite, 1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            Ghid address = alice.create("one");
            alice.share(address, bob);
            alice.next(LocalEvent.ShareAccepted.class);
            bob.crash();
            relay.stop();
            assertThat(bob.get(address)).isEqualTo("one");
        }
    }

    @Test
    void a_reader_may_miss_any_number_of_states_of_suite_3() {
        missAndReturn(CipherSuite.SUITE_3, 40);
    }

    @Test
    void a_reader_of_suite_1_may_miss_seven_states() {
        missAndReturn(CipherSuite.SUITE_1, 7);
    }

    private static void missAndReturn(CipherSuite suite, int missed) {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party alice = Party.of(suite, 0, relay);
                Party bob = Party.of(suite, 1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            Ghid address = alice.create("state 0");
            alice.share(address, bob);
            alice.next(LocalEvent.ShareAccepted.class);
            bob.stop();
            for (int number = 1; number <= missed; number++) {
                alice.push(address, "state " + number);
            }
            bob.start();
            bob.awaitConnected();
            assertThat(bob.get(address)).isEqualTo("state " + missed);
        }
    }

    @Test
    void a_chain_of_suite_1_that_broke_is_mended_by_sharing_again() {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party alice = Party.of(CipherSuite.SUITE_1, 0, relay);
                Party bob = Party.of(CipherSuite.SUITE_1, 1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            bob.register();
            Ghid address = alice.create("state 0");
            alice.share(address, bob);
            alice.next(LocalEvent.ShareAccepted.class);
            bob.stop();
            for (int number = 1; number <= 9; number++) {
                alice.push(address, "state " + number);
            }
            bob.start();
            bob.awaitConnected();
            // The last state that could be read stays, and says that it is not the newest.
            assertThat(bob.get(address)).isEqualTo("state 0");
            assertThat(bob.call(new LocalRequest.Get(address)).stale()).isTrue();
            alice.share(address, bob);
            alice.next(LocalEvent.ShareAccepted.class);
            assertThat(bob.get(address)).isEqualTo("state 9");
            assertThat(bob.call(new LocalRequest.Get(address)).stale()).isFalse();
        }
    }

    @Test
    void a_relay_that_lost_everything_gets_everything_again() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay);
                Party bob = Party.of(1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            Ghid address = alice.create("one");
            Ghid fixed = alice.createStatic("for ever");
            alice.share(address, bob);
            alice.next(LocalEvent.ShareAccepted.class);
            alice.push(address, "two");
            relay.forget();
            Party.await(() -> relay.view().dynamic(address).filter(state -> state.counter() == 1).isPresent());
            Party.await(() -> relay.view().find(fixed).isPresent());
            bob.awaitConnected();
            assertThat(bob.get(address)).isEqualTo("two");
            alice.awaitConnected();
            assertThat(alice.push(address, "three")).isEqualTo(Pushed.RELAYED);
            bob.awaitState(address, "three");
        }
    }

    @Test
    void a_relay_that_was_put_back_to_an_older_state_gets_the_newer_one_and_nobody_sees_the_old() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay);
                Party bob = Party.of(1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            bob.register();
            Ghid address = alice.create("one");
            alice.share(address, bob);
            bob.next(LocalEvent.Shared.class);
            alice.awaitEmptyOutbox();
            bob.awaitEmptyOutbox();
            int mark = relay.mark();
            alice.push(address, "two");
            assertThat(bob.get(address)).isEqualTo("two");
            relay.restore(mark);
            Party.await(() -> relay.view().dynamic(address).filter(state -> state.counter() == 1).isPresent());
            bob.awaitConnected();
            assertThat(bob.get(address)).isEqualTo("two");
            assertThat(bob.eventsSoFar()).noneMatch(event -> event instanceof LocalEvent.Updated updated
                    && Party.text(updated.object()).equals("one"));
        }
    }

    @Test
    void a_second_relay_gets_what_was_made_before_it_was_known() {
        try (LoopbackRelay one = new LoopbackRelay();
                LoopbackRelay two = new LoopbackRelay();
                Party alice = Party.of(0, one, two);
                Party bob = Party.of(1, two)) {
            alice.network().cut(two);
            Ghid address = alice.create("one");
            Party.await(() -> one.view().dynamic(address).isPresent());
            bob.awaitConnected();
            alice.network().mend(two);
            Party.await(() -> two.view().dynamic(address).isPresent());
            alice.share(address, bob);
            alice.next(LocalEvent.ShareAccepted.class);
            one.stop();
            Party.await(() -> alice.push(address, "two") == Pushed.RELAYED);
            assertThat(bob.get(address)).isEqualTo("two");
        }
    }
}
