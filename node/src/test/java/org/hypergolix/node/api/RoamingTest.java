package org.hypergolix.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.testkit.loopback.LoopbackRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.account.Accounts;
import org.hypergolix.node.account.TestAccounts;
import org.hypergolix.node.login.AccountPlace;
import org.hypergolix.node.roaming.Arriving;
import org.hypergolix.store.memory.MemoryStore;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.LocalRequest.Pushed;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Accounts that live on relays: a machine with an empty home logs in, and machines of one account agree.
class RoamingTest {
    private static final Bytes LETTERS = Bytes.ofHex("1e".repeat(64));

    @TempDir
    private Path directory;

    private Path home(String name) {
        try {
            return Files.createDirectory(directory.resolve(name));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /// Waits until what happened so far is recorded at the relays: closing records the rest.
    private static void recorded(Party party) {
        party.restart();
        party.awaitConnected();
        party.awaitEmptyOutbox();
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void a_machine_with_an_empty_home_has_everything_of_the_account(CipherSuite suite) {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party laptop = Party.roaming(suite, 0, relay);
                Party friend = Party.of(suite, 1, relay)) {
            laptop.awaitConnected();
            friend.awaitConnected();
            Ghid own = laptop.create("own");
            Ghid fixed = laptop.createStatic("fixed");
            Ghid deleted = laptop.create("deleted");
            laptop.call(new LocalRequest.Delete(deleted));
            Bytes token = laptop.call(new LocalRequest.RegisterToken(Optional.empty()));
            laptop.call(new LocalRequest.RegisterStartup(own));
            Ghid hidden = laptop.call(new LocalRequest.Create(Party.bytes("hidden"), Party.API, true, true, 7))
                    .address();
            Ghid letter = friend.create("letter", LETTERS);
            friend.share(letter, laptop);
            friend.next(LocalEvent.ShareAccepted.class);
            recorded(laptop);
            laptop.stop();
            for (int number = 1; number <= 3; number++) {
                friend.push(letter, "letter " + number);
            }

            try (Party desktop = laptop.logIn(home("desktop"))) {
                desktop.awaitConnected();
                assertThat(desktop.fingerprint()).isEqualTo(laptop.node().fingerprint());
                assertThat(desktop.node().userId()).isEqualTo(laptop.node().userId());
                assertThat(desktop.get(own)).isEqualTo("own");
                assertThat(desktop.get(fixed)).isEqualTo("fixed");
                assertThat(desktop.get(letter)).isEqualTo("letter 3");
                assertThatThrownBy(() -> desktop.get(deleted)).isInstanceOfSatisfying(LocalRefusal.class,
                        refused -> assertThat(refused.reason()).isEqualTo(LocalRefusal.Reason.DEAD_OBJECT));
                assertThatThrownBy(() -> desktop.get(hidden)).isInstanceOf(LocalRefusal.class);
                assertThat(desktop.call(new LocalRequest.RegisterToken(Optional.of(token)))).isEqualTo(token);
                assertThat(desktop.call(new LocalRequest.StartupObject())).contains(own);
                assertThat(desktop.get(hidden)).isEqualTo("hidden");
                desktop.call(new LocalRequest.RegisterApi(LETTERS));
                assertThat(desktop.next(LocalEvent.Shared.class).address()).isEqualTo(letter);
                assertThat(desktop.push(own, "from the desktop")).isEqualTo(Pushed.RELAYED);
                desktop.call(new LocalRequest.Delete(fixed));
                friend.push(letter, "letter 4");
                desktop.awaitState(letter, "letter 4");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void what_one_machine_does_the_other_has(CipherSuite suite) {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party laptop = Party.roaming(suite, 0, relay);
                Party friend = Party.of(suite, 1, relay)) {
            laptop.awaitConnected();
            friend.awaitConnected();
            Ghid first = laptop.create("first");
            recorded(laptop);
            try (Party desktop = laptop.logIn(home("desktop"))) {
                desktop.awaitConnected();
                assertThat(desktop.get(first)).isEqualTo("first");
                Ghid second = desktop.create("second");
                Party.await(() -> reads(laptop, second, "second"));
                assertThat(laptop.push(second, "by the laptop")).isEqualTo(Pushed.RELAYED);
                desktop.awaitState(second, "by the laptop");

                desktop.register();
                Ghid shared = friend.create("shared");
                friend.share(shared, desktop);
                friend.next(LocalEvent.ShareAccepted.class);
                Party.await(() -> reads(laptop, shared, "shared") && reads(desktop, shared, "shared"));

                laptop.call(new LocalRequest.Delete(first));
                Party.await(() -> dead(desktop, first));
            }
        }
    }

    static boolean reads(Party party, Ghid address, String state) {
        try {
            return party.get(address).equals(state);
        } catch (LocalRefusal notYet) {
            return false;
        }
    }

    private static boolean dead(Party party, Ghid address) {
        try {
            party.get(address);
            return false;
        } catch (LocalRefusal refused) {
            return refused.reason() == LocalRefusal.Reason.DEAD_OBJECT;
        }
    }

    @Test
    void an_application_is_told_once_on_whichever_machine_it_runs() {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party laptop = Party.roaming(CipherSuite.SUITE_3, 0, relay);
                Party friend = Party.of(1, relay)) {
            laptop.awaitConnected();
            friend.awaitConnected();
            recorded(laptop);
            Ghid letter = friend.create("letter", LETTERS);
            friend.share(letter, laptop);
            friend.next(LocalEvent.ShareAccepted.class);
            recorded(laptop);
            try (Party desktop = laptop.logIn(home("desktop"))) {
                desktop.awaitConnected();
                desktop.call(new LocalRequest.RegisterApi(LETTERS));
                LocalEvent.Shared told = desktop.next(LocalEvent.Shared.class);
                desktop.call(new LocalRequest.ShareHandled(told.address(), told.origin(), LETTERS));
                Party.await(() -> laptop.store().durable().records("shares", Bytes.EMPTY, 1).isEmpty());
            }
        }
    }

    @Test
    void the_answer_to_an_offer_reaches_the_machine_that_made_it() {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party laptop = Party.roaming(CipherSuite.SUITE_3, 0, relay);
                Party friend = Party.of(1, relay)) {
            laptop.awaitConnected();
            friend.awaitConnected();
            Ghid object = laptop.create("object");
            recorded(laptop);
            try (Party desktop = laptop.logIn(home("desktop"))) {
                desktop.awaitConnected();
                for (int round = 0; round < 3; round++) {
                    laptop.call(new LocalRequest.Share(object, friend.fingerprint()));
                    assertThat(laptop.next(LocalEvent.ShareAccepted.class).address()).isEqualTo(object);
                }
            }
        }
    }

    @Test
    void an_account_that_a_relay_has_only_begun_to_take_is_not_logged_in_to() throws Exception {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party laptop = Party.roaming(CipherSuite.SUITE_3, 0, relay)) {
            laptop.awaitConnected();
            laptop.create("own");
            recorded(laptop);
            laptop.stop();
            // The identity and the first objects: the root object comes last.
            relay.restore(8);
            Path home = home("desktop");
            assertThatThrownBy(() -> laptop.logIn(home)).isInstanceOf(LocalRefusal.class);
            assertThat(home.resolve("account.bin")).doesNotExist();
        }
    }

    @Test
    void a_wrong_user_id_is_one_line() throws Exception {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party laptop = Party.roaming(CipherSuite.SUITE_3, 0, relay)) {
            laptop.awaitConnected();
            Ghid own = laptop.create("own");
            recorded(laptop);
            Path home = home("desktop");
            for (Ghid wrong : List.of(own, laptop.fingerprint())) {
                Path keyFile = TestAccounts.keyFile(home.resolve("copied.key"), 0);
                Arriving arriving = new Arriving(List.of(relay.uri()), laptop.network(), ConnectionOptions.defaults());
                assertThatThrownBy(() -> arriving.logIn(
                        new AccountPlace.Login(wrong, Optional.empty(), Optional.of(keyFile)),
                        new LocalNode.Credential.KeyFile(), new Accounts(home, new SecureRandom()),
                        new MemoryStore()))
                        .isInstanceOfSatisfying(LocalRefusal.class, refused -> {
                            assertThat(refused.reason()).isEqualTo(LocalRefusal.Reason.ACCOUNT);
                            assertThat(refused.getMessage()).doesNotContain("\n").contains(wrong.text());
                        });
                assertThat(home.resolve("account.bin")).doesNotExist();
            }
        }
    }

    @Test
    void applications_see_nothing_of_what_the_account_keeps() {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party laptop = Party.roaming(CipherSuite.SUITE_3, 0, relay)) {
            laptop.awaitConnected();
            Ghid root = laptop.node().userId().orElseThrow();
            assertThatThrownBy(() -> laptop.get(root)).isInstanceOf(LocalRefusal.class);
            assertThatThrownBy(() -> laptop.push(root, "mine")).isInstanceOf(LocalRefusal.class);
            assertThatThrownBy(() -> laptop.call(new LocalRequest.Delete(root))).isInstanceOf(LocalRefusal.class);
            assertThatThrownBy(() -> laptop.call(new LocalRequest.Hold(root))).isInstanceOf(LocalRefusal.class);
            Party.await(() -> relay.view().dynamic(root).isPresent());
        }
    }
}
