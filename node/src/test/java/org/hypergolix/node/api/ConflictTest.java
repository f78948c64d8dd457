package org.hypergolix.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.testkit.loopback.LoopbackRelay;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.LocalRequest.Pushed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two devices of one account: the home of one is a copy of the other's.
class ConflictTest {

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void a_device_follows_what_the_other_pushes(CipherSuite suite) {
        try (LoopbackRelay relay = new LoopbackRelay(); Party laptop = Party.of(suite, 0, relay)) {
            laptop.awaitConnected();
            Ghid address = laptop.create("one");
            laptop.awaitEmptyOutbox();
            try (Party desktop = laptop.copy()) {
                desktop.awaitConnected();
                assertThat(desktop.get(address)).isEqualTo("one");
                laptop.push(address, "two");
                desktop.awaitState(address, "two");
                assertThat(desktop.push(address, "three")).isEqualTo(Pushed.RELAYED);
                laptop.awaitState(address, "three");
                assertThat(laptop.push(address, "four")).isEqualTo(Pushed.RELAYED);
                desktop.awaitState(address, "four");
                assertThat(laptop.eventsSoFar()).noneMatch(LocalEvent.Conflict.class::isInstance);
                assertThat(desktop.eventsSoFar()).noneMatch(LocalEvent.Conflict.class::isInstance);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void a_refused_push_carries_both_states_and_the_next_one_goes_through(CipherSuite suite) {
        try (LoopbackRelay relay = new LoopbackRelay(); Party laptop = Party.of(suite, 0, relay)) {
            laptop.awaitConnected();
            Ghid address = laptop.create("one");
            laptop.awaitEmptyOutbox();
            relay.announcing(false);
            try (Party desktop = laptop.copy()) {
                desktop.awaitConnected();
                desktop.get(address);
                assertThat(laptop.push(address, "laptop's")).isEqualTo(Pushed.RELAYED);
                assertThatThrownBy(() -> desktop.push(address, "desktop's"))
                        .isInstanceOfSatisfying(LocalRefusal.class, refused -> {
                            assertThat(refused.reason()).isEqualTo(LocalRefusal.Reason.CONFLICT);
                            assertThat(refused.conflict()).hasValueSatisfying(conflict -> {
                                assertThat(Party.text(conflict.lost())).isEqualTo("desktop's");
                                assertThat(Party.text(conflict.winner())).isEqualTo("laptop's");
                            });
                        });
                relay.announcing(true);
                assertThat(desktop.push(address, "merged")).isEqualTo(Pushed.RELAYED);
                laptop.awaitState(address, "merged");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void a_push_made_offline_that_lost_is_told_as_an_event(CipherSuite suite) {
        try (LoopbackRelay relay = new LoopbackRelay(); Party laptop = Party.of(suite, 0, relay)) {
            laptop.awaitConnected();
            Ghid address = laptop.create("one");
            laptop.awaitEmptyOutbox();
            try (Party desktop = laptop.copy()) {
                desktop.awaitConnected();
                desktop.get(address);
                desktop.network().cut(relay);
                desktop.awaitDisconnected();
                assertThat(desktop.push(address, "desktop's")).isEqualTo(Pushed.LOCAL);
                laptop.push(address, "laptop's first");
                laptop.push(address, "laptop's second");
                desktop.network().mend(relay);
                LocalEvent.Conflict conflict = desktop.next(LocalEvent.Conflict.class);
                assertThat(Party.text(conflict.lost())).isEqualTo("desktop's");
                assertThat(Party.text(conflict.winner())).isEqualTo("laptop's second");
                assertThat(desktop.get(address)).isEqualTo("laptop's second");
                desktop.push(address, "merged");
                laptop.awaitState(address, "merged");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void two_states_with_one_counter_are_settled_by_a_third(CipherSuite suite) {
        try (LoopbackRelay one = new LoopbackRelay();
                LoopbackRelay two = new LoopbackRelay();
                Party laptop = Party.of(suite, 0, one, two)) {
            laptop.awaitConnected();
            Ghid address = laptop.create("one");
            laptop.awaitEmptyOutbox();
            try (Party desktop = laptop.copy()) {
                desktop.awaitConnected();
                desktop.get(address);
                laptop.network().cut(two);
                desktop.network().cut(one);
                Party.await(() -> one.connectionCount() == 1 && two.connectionCount() == 1);
                assertThat(laptop.push(address, "laptop's")).isEqualTo(Pushed.RELAYED);
                assertThat(desktop.push(address, "desktop's")).isEqualTo(Pushed.RELAYED);
                laptop.network().mend(two);
                desktop.network().mend(one);
                Party.await(() -> one.view().dynamic(address).filter(state -> state.counter() >= 2).isPresent()
                        && one.view().dynamic(address).equals(two.view().dynamic(address)));
                Party.await(() -> laptop.get(address).equals(desktop.get(address)));
                assertThat(laptop.get(address)).isIn("laptop's", "desktop's");
            }
        }
    }

    @Test
    void a_home_put_back_from_a_backup_catches_up_and_does_not_overwrite_what_is_newer() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party alice = Party.of(0, relay)) {
            alice.awaitConnected();
            Ghid address = alice.create("one");
            alice.awaitEmptyOutbox();
            try (Party backup = alice.copy()) {
                backup.stop();
                for (int number = 2; number < 6; number++) {
                    alice.push(address, "state " + number);
                }
                alice.stop();
                backup.start();
                backup.awaitConnected();
                assertThat(backup.get(address)).isEqualTo("state 5");
                assertThat(backup.push(address, "state 6")).isEqualTo(Pushed.RELAYED);
            }
        }
    }

    @Test
    void deletion_by_one_device_reaches_the_other() {
        try (LoopbackRelay relay = new LoopbackRelay(); Party laptop = Party.of(0, relay)) {
            laptop.awaitConnected();
            Ghid address = laptop.create("one");
            laptop.awaitEmptyOutbox();
            try (Party desktop = laptop.copy()) {
                desktop.awaitConnected();
                desktop.get(address);
                desktop.network().cut(relay);
                desktop.awaitDisconnected();
                laptop.call(new LocalRequest.Delete(address));
                desktop.network().mend(relay);
                assertThat(desktop.next(LocalEvent.Deleted.class).address()).isEqualTo(address);
            }
        }
    }

    @Test
    void a_request_is_handled_by_one_device_only() {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party laptop = Party.of(0, relay);
                Party alice = Party.of(1, relay)) {
            laptop.awaitConnected();
            alice.awaitConnected();
            Ghid address = alice.create("one");
            alice.share(address, laptop);
            alice.next(LocalEvent.ShareAccepted.class);
            try (Party desktop = laptop.copy()) {
                desktop.awaitConnected();
                desktop.stop();
                alice.share(address, laptop);
                alice.next(LocalEvent.ShareAccepted.class);
                Party.await(() -> relay.view().requests(laptop.fingerprint(), 10).isEmpty());
                desktop.start();
                desktop.awaitConnected();
                assertThat(desktop.store().durable().records("arrivals", Bytes.EMPTY, 1)).isEmpty();
            }
        }
    }
}
