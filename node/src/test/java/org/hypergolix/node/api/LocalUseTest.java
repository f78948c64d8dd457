package org.hypergolix.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A node without relays.
class LocalUseTest {

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void an_object_has_the_state_that_was_pushed_last(CipherSuite suite) {
        try (Party alice = Party.of(suite, 0)) {
            Ghid address = alice.create("one");
            assertThat(alice.get(address)).isEqualTo("one");
            for (int number = 2; number < 20; number++) {
                assertThat(alice.push(address, "state " + number)).isEqualTo(LocalRequest.Pushed.LOCAL);
            }
            assertThat(alice.get(address)).isEqualTo("state 19");
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void an_object_survives_a_restart_and_can_be_pushed_again(CipherSuite suite) {
        try (Party alice = Party.of(suite, 0)) {
            Ghid address = alice.create("one");
            Ghid fixed = alice.createStatic("for ever");
            alice.push(address, "two");
            alice.restart();
            assertThat(alice.get(address)).isEqualTo("two");
            assertThat(alice.get(fixed)).isEqualTo("for ever");
            alice.push(address, "three");
            alice.crash();
            assertThat(alice.get(address)).isEqualTo("three");
        }
    }

    @Test
    void a_state_larger_than_a_message_is_refused_before_anything_is_stored() {
        try (Party alice = Party.of(0)) {
            Ghid address = alice.create("one");
            Bytes large = Bytes.owning(new byte[1 << 20]);
            assertThatThrownBy(() -> alice.call(new LocalRequest.Update(address, large, false)))
                    .isInstanceOfSatisfying(LocalRefusal.class, refused -> assertThat(refused.reason())
                            .isEqualTo(LocalRefusal.Reason.TOO_LARGE));
            assertThat(alice.get(address)).isEqualTo("one");
            alice.push(address, "two");
            assertThat(alice.get(address)).isEqualTo("two");
        }
    }

    @Test
    void a_full_disk_is_said_and_loses_nothing() {
        try (Party alice = Party.of(0)) {
            Ghid address = alice.create("one");
            alice.store().full(true);
            assertThatThrownBy(() -> alice.push(address, "two"))
                    .isInstanceOfSatisfying(LocalRefusal.class, refused -> assertThat(refused.reason())
                            .isEqualTo(LocalRefusal.Reason.STORE_FULL));
            assertThat(alice.get(address)).isEqualTo("one");
            alice.store().full(false);
            alice.push(address, "three");
            assertThat(alice.get(address)).isEqualTo("three");
        }
    }

    @Test
    void a_deleted_object_is_dead_also_after_a_restart() {
        try (Party alice = Party.of(0)) {
            Ghid address = alice.create("one");
            Ghid fixed = alice.createStatic("for ever");
            alice.call(new LocalRequest.Delete(address));
            alice.call(new LocalRequest.Delete(address));
            alice.call(new LocalRequest.Delete(fixed));
            for (Ghid dead : new Ghid[]{address, fixed}) {
                assertThatThrownBy(() -> alice.get(dead))
                        .isInstanceOfSatisfying(LocalRefusal.class, refused -> assertThat(refused.reason())
                                .isEqualTo(LocalRefusal.Reason.DEAD_OBJECT));
            }
            alice.restart();
            assertThatThrownBy(() -> alice.push(address, "two"))
                    .isInstanceOfSatisfying(LocalRefusal.class, refused -> assertThat(refused.reason())
                            .isEqualTo(LocalRefusal.Reason.DEAD_OBJECT));
        }
    }

    @Test
    void a_frozen_state_stays_when_the_object_goes_on() {
        try (Party alice = Party.of(0)) {
            Ghid address = alice.create("one");
            Ghid frozen = alice.call(new LocalRequest.Freeze(address));
            alice.push(address, "two");
            alice.restart();
            assertThat(alice.get(frozen)).isEqualTo("one");
            assertThat(alice.get(address)).isEqualTo("two");
        }
    }
}
