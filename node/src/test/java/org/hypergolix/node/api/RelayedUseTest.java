package org.hypergolix.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.telemeter.testkit.loopback.LoopbackRelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.LocalRequest.Pushed;
import org.hypergolix.wire.local.ObjectEntry;
import org.hypergolix.wire.local.RelayRegistration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Two accounts and a relay between them.
class RelayedUseTest {

    @Test
    void a_push_says_that_a_relay_has_it() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay)) {
            alice.awaitConnected();
            Ghid address = alice.create("one");
            assertThat(alice.push(address, "two")).isEqualTo(Pushed.RELAYED);
            assertThat(relay.view().dynamic(address)).hasValueSatisfying(
                    state -> assertThat(state.counter()).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"SUITE_3, SUITE_3", "SUITE_1, SUITE_1", "SUITE_3, SUITE_1", "SUITE_1, SUITE_3"})
    void a_shared_object_arrives_and_every_update_after_it(CipherSuite ofSender, CipherSuite ofRecipient) {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party alice = Party.of(ofSender, 0, relay);
                Party bob = Party.of(ofRecipient, 1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            bob.register();
            Ghid address = alice.create("one");
            alice.push(address, "two");
            alice.share(address, bob);
            LocalEvent.Shared shared = bob.next(LocalEvent.Shared.class);
            assertThat(shared.address()).isEqualTo(address);
            assertThat(shared.origin()).isEqualTo(alice.fingerprint());
            assertThat(shared.binder()).isEqualTo(alice.fingerprint());
            assertThat(alice.next(LocalEvent.ShareAccepted.class))
                    .isEqualTo(new LocalEvent.ShareAccepted(address, bob.fingerprint()));
            assertThat(bob.get(address)).isEqualTo("two");
            for (int number = 3; number < 30; number++) {
                alice.push(address, "state " + number);
            }
            bob.awaitState(address, "state 29");
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void a_shared_static_object_arrives(CipherSuite suite) {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party alice = Party.of(suite, 0, relay);
                Party bob = Party.of(suite, 1, relay)) {
            bob.awaitConnected();
            bob.register();
            alice.awaitConnected();
            Ghid address = alice.createStatic("for ever");
            alice.share(address, bob);
            assertThat(bob.next(LocalEvent.Shared.class).address()).isEqualTo(address);
            assertThat(bob.get(address)).isEqualTo("for ever");
            alice.next(LocalEvent.ShareAccepted.class);
        }
    }

    @Test
    void what_was_shared_can_be_passed_on_and_says_whose_it_is() {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party alice = Party.of(0, relay);
                Party bob = Party.of(1, relay);
                Party carol = Party.of(2, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            carol.awaitConnected();
            bob.register();
            carol.register();
            Ghid address = alice.create("one");
            alice.share(address, bob);
            bob.next(LocalEvent.Shared.class);
            bob.share(address, carol);
            LocalEvent.Shared shared = carol.next(LocalEvent.Shared.class);
            assertThat(shared.origin()).isEqualTo(bob.fingerprint());
            assertThat(shared.binder()).isEqualTo(alice.fingerprint());
            assertThat(carol.get(address)).isEqualTo("one");
            alice.push(address, "two");
            carol.awaitState(address, "two");
        }
    }

    @Test
    void deletion_reaches_everybody_and_the_object_is_dead() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay);
                Party bob = Party.of(1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            bob.register();
            Ghid address = alice.create("one");
            alice.share(address, bob);
            bob.next(LocalEvent.Shared.class);
            bob.get(address);
            alice.call(new LocalRequest.Delete(address));
            assertThat(bob.next(LocalEvent.Deleted.class).address()).isEqualTo(address);
            assertThatThrownBy(() -> bob.get(address)).isInstanceOfSatisfying(LocalRefusal.class,
                    refused -> assertThat(refused.reason()).isEqualTo(LocalRefusal.Reason.DEAD_OBJECT));
        }
    }

    @Test
    void a_held_object_outlives_its_owners_deletion() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay);
                Party bob = Party.of(1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            bob.register();
            Ghid address = alice.create("one");
            alice.share(address, bob);
            bob.next(LocalEvent.Shared.class);
            bob.get(address);
            bob.call(new LocalRequest.Hold(address));
            alice.call(new LocalRequest.Delete(address));
            bob.restart();
            bob.awaitConnected();
            assertThat(bob.get(address)).isEqualTo("one");
        }
    }

    @Test
    void only_the_owner_pushes_and_deletes() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay);
                Party bob = Party.of(1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            bob.register();
            Ghid address = alice.create("one");
            alice.share(address, bob);
            bob.next(LocalEvent.Shared.class);
            assertThatThrownBy(() -> bob.push(address, "two")).isInstanceOfSatisfying(LocalRefusal.class,
                    refused -> assertThat(refused.reason()).isEqualTo(LocalRefusal.Reason.LOCALLY_IMMUTABLE));
            assertThatThrownBy(() -> bob.call(new LocalRequest.Delete(address))).isInstanceOf(LocalRefusal.class);
            assertThat(alice.get(address)).isEqualTo("one");
        }
    }

    @Test
    void an_object_that_was_never_shared_cannot_be_read() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay);
                Party bob = Party.of(1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            Ghid address = alice.create("one");
            assertThatThrownBy(() -> bob.get(address)).isInstanceOfSatisfying(LocalRefusal.class,
                    refused -> assertThat(refused.reason()).isEqualTo(LocalRefusal.Reason.UNKNOWN_SECRET));
        }
    }

    @Test
    void nobody_shares_with_somebody_whom_no_relay_knows() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay); Party bob = Party.of(1)) {
            alice.awaitConnected();
            Ghid address = alice.create("one");
            assertThatThrownBy(() -> alice.share(address, bob)).isInstanceOfSatisfying(LocalRefusal.class,
                    refused -> assertThat(refused.code().code()).isEqualTo(8));
        }
    }

    @Test
    void registering_names_relays_that_do_not_know_it_and_those_that_are_not_there() throws InterruptedException {
        try (LoopbackRelay old = new LoopbackRelay();
                LoopbackRelay gone = new LoopbackRelay();
                Party alice = Party.of(0, old, gone)) {
            alice.awaitConnected();
            gone.stop();
            Party.await(() -> alice.call(new LocalRequest.Relays()).stream()
                    .filter(relay -> relay.connected()).count() == 1);

            assertThat(alice.node().register(Duration.ofSeconds(20))).extracting(
                    RelayRegistration::relay, RelayRegistration::outcome).containsExactlyInAnyOrder(
                            tuple(old.uri(), RelayRegistration.Outcome.NOT_KNOWN),
                            tuple(gone.uri(), RelayRegistration.Outcome.NOT_REACHED));
        }
    }

    @Test
    void lists_what_can_be_read_and_what_waits_for_which_relay() {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party alice = Party.of(0, relay);
                Party bob = Party.of(1, relay)) {
            alice.awaitConnected();
            bob.awaitConnected();
            bob.register();
            Ghid shared = bob.create("of bob");
            bob.share(shared, alice);
            bob.next(LocalEvent.ShareAccepted.class);
            Ghid fixed = alice.createStatic("for ever");
            Ghid own = alice.create("one");
            alice.awaitEmptyOutbox();
            relay.stop();
            alice.awaitDisconnected();
            alice.push(own, "and a second");

            Map<Ghid, ObjectEntry> entries = new HashMap<>();
            alice.call(new LocalRequest.ListObjects(Optional.empty())).entries()
                    .forEach(entry -> entries.put(entry.address(), entry));
            assertThat(entries).containsOnlyKeys(shared, fixed, own);
            assertThat(entries.get(own)).isEqualTo(new ObjectEntry(own, alice.fingerprint(), Party.API, true, false,
                    true, false, 12, 1));
            assertThat(entries.get(fixed)).isEqualTo(new ObjectEntry(fixed, alice.fingerprint(), Party.API, false,
                    false, true, false, 8, 0));
            assertThat(entries.get(shared)).isEqualTo(new ObjectEntry(shared, bob.fingerprint(), Party.API, true,
                    false, false, false, 6, 0));
        }
    }

    @Test
    void lists_in_pages_and_no_private_objects_of_other_programs() {
        try (Party alice = Party.of(0)) {
            Set<Ghid> created = new HashSet<>();
            for (int number = 0; number < LocalRequest.ObjectPage.MOST_ENTRIES + 10; number++) {
                created.add(alice.create("object " + number));
            }
            alice.call(new LocalRequest.RegisterToken(Optional.empty()));
            Ghid secret =
                    alice.call(new LocalRequest.Create(Party.bytes("secret"), Party.API, true, true, 7)).address();

            assertThat(addresses(alice.session())).containsAll(created).contains(secret);
            try (LocalNode.Session other = alice.node().open(_ -> {})) {
                assertThat(addresses(other)).containsExactlyInAnyOrderElementsOf(created);
            }
        }
    }

    private static List<Ghid> addresses(LocalNode.Session session) {
        List<Ghid> addresses = new ArrayList<>();
        Optional<Ghid> after = Optional.empty();
        do {
            LocalRequest.ObjectPage page = session.call(new LocalRequest.ListObjects(after));
            page.entries().forEach(entry -> addresses.add(entry.address()));
            after = page.next();
        } while (after.isPresent());
        return addresses;
    }
}
