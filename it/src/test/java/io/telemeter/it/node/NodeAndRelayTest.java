package io.telemeter.it.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.LocalRequest.Pushed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeAndRelayTest {
    @TempDir
    private Path directory;

    private RunningRelay relay;
    private RunningNode alice;
    private RunningNode bob;

    @BeforeEach
    void open() {
        relay = new RunningRelay(directory.resolve("relay/relay.db"));
        alice = new RunningNode(directory.resolve("alice"), CipherSuite.SUITE_3, relay.uri());
        bob = new RunningNode(directory.resolve("bob"), CipherSuite.SUITE_3, relay.uri());
        alice.awaitConnected();
        bob.awaitConnected();
        bob.register();
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
        relay.close();
    }

    private Ghid shared(String state) {
        Ghid address = alice.create(state);
        alice.share(address, bob);
        assertThat(bob.next(LocalEvent.Shared.class))
                .isEqualTo(new LocalEvent.Shared(address, alice.fingerprint(), alice.fingerprint(), RunningNode.API));
        assertThat(alice.next(LocalEvent.ShareAccepted.class))
                .isEqualTo(new LocalEvent.ShareAccepted(address, bob.fingerprint()));
        assertThat(bob.get(address)).isEqualTo(state);
        return address;
    }

    @Test
    void a_shared_object_arrives_and_every_last_update_after_it() {
        Ghid address = shared("state 0");
        for (int number = 1; number <= 100; number++) {
            assertThat(alice.push(address, "state " + number)).isEqualTo(Pushed.RELAYED);
        }
        bob.awaitState(address, "state 100");
    }

    @Test
    void large_states_arrive_and_too_large_ones_are_refused() {
        Ghid address = shared("small");
        String large = "x".repeat(900_000);
        alice.push(address, large);
        bob.awaitState(address, large);
        Bytes tooLarge = Bytes.owning(new byte[1 << 20]);
        assertThatThrownBy(() -> alice.call(new LocalRequest.Update(address, tooLarge, false)))
                .isInstanceOfSatisfying(LocalRefusal.class,
                        refused -> assertThat(refused.reason()).isEqualTo(LocalRefusal.Reason.TOO_LARGE));
    }

    @Test
    void both_nodes_and_the_relay_restart_and_go_on() {
        Ghid address = shared("one");
        bob.restart();
        alice.restart();
        relay.stop();
        relay.start();
        assertThat(bob.get(address)).isEqualTo("one");
        alice.awaitConnected();
        bob.awaitConnected();
        assertThat(alice.push(address, "two")).isEqualTo(Pushed.RELAYED);
        bob.awaitState(address, "two");
    }

    @Test
    void what_is_pushed_while_the_relay_is_away_arrives_when_it_is_back() {
        Ghid address = shared("one");
        relay.stop();
        alice.awaitDisconnected();
        assertThat(alice.push(address, "two")).isEqualTo(Pushed.LOCAL);
        assertThat(alice.push(address, "three")).isEqualTo(Pushed.LOCAL);
        relay.start();
        bob.awaitState(address, "three");
    }

    @Test
    void a_relay_that_comes_back_empty_is_given_everything() {
        Ghid address = shared("one");
        Ghid fixed = alice.call(new LocalRequest.Freeze(address));
        alice.push(address, "two");
        bob.awaitState(address, "two");
        relay.stop();
        relay.forget(directory.resolve("other/relay.db"));
        relay.start();
        alice.awaitConnected();
        bob.awaitConnected();
        assertThat(bob.get(address)).isEqualTo("two");
        RunningNode.await(() -> alice.push(address, "three") == Pushed.RELAYED);
        bob.awaitState(address, "three");
        alice.share(fixed, bob);
        assertThat(bob.next(LocalEvent.Shared.class).address()).isEqualTo(fixed);
        assertThat(bob.get(fixed)).isEqualTo("one");
    }

    @Test
    void deletion_and_hold() {
        Ghid held = shared("held");
        Ghid gone = shared("gone");
        bob.call(new LocalRequest.Hold(held));
        alice.call(new LocalRequest.Delete(held));
        alice.call(new LocalRequest.Delete(gone));
        assertThat(bob.next(LocalEvent.Deleted.class).address()).isEqualTo(gone);
        assertThatThrownBy(() -> bob.get(gone)).isInstanceOfSatisfying(LocalRefusal.class,
                refused -> assertThat(refused.reason()).isEqualTo(LocalRefusal.Reason.DEAD_OBJECT));
        bob.restart();
        bob.awaitConnected();
        assertThat(bob.get(held)).isEqualTo("held");
    }

    @Test
    void suite_1_and_suite_3_share_with_each_other() {
        try (RunningNode old = new RunningNode(directory.resolve("old"), CipherSuite.SUITE_1, relay.uri())) {
            old.awaitConnected();
            old.register();
            Ghid young = alice.create("young 1");
            alice.share(young, old);
            assertThat(old.next(LocalEvent.Shared.class).address()).isEqualTo(young);
            assertThat(old.get(young)).isEqualTo("young 1");
            alice.push(young, "young 2");
            old.awaitState(young, "young 2");
            Ghid aged = old.create("aged 1");
            old.share(aged, bob);
            assertThat(bob.next(LocalEvent.Shared.class).address()).isEqualTo(aged);
            assertThat(bob.get(aged)).isEqualTo("aged 1");
            for (int number = 2; number < 20; number++) {
                old.push(aged, "aged " + number);
            }
            bob.awaitState(aged, "aged 19");
        }
    }
}
