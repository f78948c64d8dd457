package org.hypergolix.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.testkit.loopback.LoopbackRelay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.LocalRequest.Pushed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Two machines that are logged in to one account and push one object: whose state is lost hears of it, with both.
class TwoDevicesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    private Party logIn(Party other) throws Exception {
        return other.logIn(Files.createTempDirectory(directory, "home"));
    }

    private static void recorded(Party party) {
        party.restart();
        party.awaitConnected();
        party.awaitEmptyOutbox();
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void a_refused_push_carries_both_states(CipherSuite suite) throws Exception {
        try (LoopbackRelay relay = new LoopbackRelay(); Party laptop = Party.roaming(suite, 0, relay)) {
            laptop.awaitConnected();
            Ghid address = laptop.create("one");
            recorded(laptop);
            laptop.get(address);
            try (Party desktop = logIn(laptop)) {
                desktop.awaitConnected();
                desktop.get(address);
                relay.announcing(false);
                assertThat(laptop.push(address, "laptop's")).isEqualTo(Pushed.RELAYED);
                assertThatThrownBy(() -> desktop.push(address, "desktop's"))
                        .isInstanceOfSatisfying(LocalRefusal.class, refused -> assertThat(refused.conflict())
                                .hasValueSatisfying(conflict -> {
                                    assertThat(Party.text(conflict.lost())).isEqualTo("desktop's");
                                    assertThat(Party.text(conflict.winner())).isEqualTo("laptop's");
                                }));
                relay.announcing(true);
                assertThat(desktop.push(address, "both")).isEqualTo(Pushed.RELAYED);
                laptop.awaitState(address, "both");
            }
        }
    }

    /// The one that was offline has the higher counter, and yet what others could read already counts.
    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void many_states_made_offline_do_not_bury_one_that_was_relayed(CipherSuite suite) throws Exception {
        try (LoopbackRelay relay = new LoopbackRelay(); Party laptop = Party.roaming(suite, 0, relay)) {
            laptop.awaitConnected();
            Ghid address = laptop.create("one");
            recorded(laptop);
            laptop.get(address);
            try (Party desktop = logIn(laptop)) {
                desktop.awaitConnected();
                desktop.get(address);
                laptop.network().cut(relay);
                laptop.awaitDisconnected();
                for (int number = 0; number < 6; number++) {
                    assertThat(laptop.push(address, "laptop's " + number)).isEqualTo(Pushed.LOCAL);
                }
                assertThat(desktop.push(address, "desktop's")).isEqualTo(Pushed.RELAYED);
                laptop.network().mend(relay);
                LocalEvent.Conflict conflict = laptop.next(LocalEvent.Conflict.class);
                assertThat(Party.text(conflict.lost())).isEqualTo("laptop's 5");
                assertThat(Party.text(conflict.winner())).isEqualTo("desktop's");
                Party.await(() -> RoamingTest.reads(laptop, address, "desktop's"));
                laptop.push(address, "both");
                Party.await(() -> RoamingTest.reads(desktop, address, "both"));
            }
        }
    }

    @Test
    void a_loss_that_nobody_was_told_is_told_after_a_restart() throws Exception {
        try (LoopbackRelay relay = new LoopbackRelay();
                Party laptop = Party.roaming(CipherSuite.SUITE_3, 0, relay)) {
            laptop.awaitConnected();
            Ghid address = laptop.create("one");
            recorded(laptop);
            laptop.get(address);
            try (Party desktop = logIn(laptop)) {
                desktop.awaitConnected();
                desktop.get(address);
                laptop.network().cut(relay);
                laptop.awaitDisconnected();
                laptop.push(address, "laptop's");
                desktop.push(address, "desktop's");
                desktop.push(address, "desktop's second");
                laptop.stop();
                laptop.network().mend(relay);
                laptop.start();
                // No application tracks the object while it is decided.
                Party.await(() -> !laptop.store().durable().records("lost",
                        Bytes.EMPTY, 1).isEmpty());
                laptop.restart();
                assertThat(laptop.get(address)).isEqualTo("desktop's second");
                assertThat(Party.text(laptop.next(LocalEvent.Conflict.class).lost())).isEqualTo("laptop's");
                Party.await(() -> laptop.store().durable().records("lost",
                        Bytes.EMPTY, 1).isEmpty());
            }
        }
    }

    @Test
    void what_two_relays_took_apart_from_each_other_comes_together() throws Exception {
        try (LoopbackRelay one = new LoopbackRelay();
                LoopbackRelay two = new LoopbackRelay();
                Party laptop = Party.roaming(CipherSuite.SUITE_3, 0, one, two)) {
            laptop.awaitConnected();
            Ghid address = laptop.create("one");
            recorded(laptop);
            laptop.get(address);
            try (Party desktop = logIn(laptop)) {
                desktop.awaitConnected();
                desktop.get(address);
                laptop.network().cut(two);
                desktop.network().cut(one);
                Party.await(() -> one.connectionCount() == 1 && two.connectionCount() == 1);
                for (int number = 0; number < 4; number++) {
                    assertThat(laptop.push(address, "laptop's " + number)).isEqualTo(Pushed.RELAYED);
                }
                assertThat(desktop.push(address, "desktop's")).isEqualTo(Pushed.RELAYED);
                laptop.network().mend(two);
                desktop.network().mend(one);
                Party.await(() -> one.view().dynamic(address).equals(two.view().dynamic(address))
                        && laptop.get(address).equals(desktop.get(address)));
                // Both may be told, if each saw the other's for a moment; the loser is.
                List<String> lost = new ArrayList<>();
                Party.await(() -> {
                    lost.addAll(conflicts(laptop));
                    lost.addAll(conflicts(desktop));
                    String loser = laptop.get(address).equals("desktop's") ? "laptop's 3" : "desktop's";
                    return lost.contains(loser);
                });
            }
        }
    }

    private static List<String> conflicts(Party party) {
        return party.eventsSoFar().stream().filter(LocalEvent.Conflict.class::isInstance)
                .map(event -> Party.text(((LocalEvent.Conflict) event).lost())).toList();
    }

    /// Two applications that each add words to what they read and merge what they are told has lost: whatever the network,
    /// the relay and the machines do meanwhile, no word is missing in the end, and both read the same.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void no_word_is_lost_silently(long seed) throws Exception {
        Random random = new Random(seed);
        boolean partition = seed % 2 == 0;
        LoopbackRelay[] relays = partition
                ? new LoopbackRelay[]{new LoopbackRelay(), new LoopbackRelay()}
                : new LoopbackRelay[]{new LoopbackRelay()};
        Party laptop = Party.roaming(CipherSuite.SUITE_3, 0, Duration.ofSeconds(2), relays);
        try {
            laptop.awaitConnected();
            Ghid address = laptop.create("");
            recorded(laptop);
            try (Party desktop = logIn(laptop)) {
                desktop.awaitConnected();
                boolean[] quiet = new boolean[1];
                Writer[] writers = {new Writer(laptop, address, "a"), new Writer(desktop, address, "b")};
                for (int step = 0; step < 60; step++) {
                    act(random, writers, random.nextInt(2), quiet, relays);
                }
                for (LoopbackRelay relay : relays) {
                    relay.announcing(true);
                    laptop.network().mend(relay);
                    desktop.network().mend(relay);
                }
                laptop.awaitConnected();
                desktop.awaitConnected();
                Set<String> all = new TreeSet<>(writers[0].words);
                all.addAll(writers[1].words);
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                while (!(writers[0].reads().equals(all) && writers[1].reads().equals(all))) {
                    if (System.nanoTime() > deadline) {
                        assertThat(writers[0].reads()).as("what one machine reads").isEqualTo(all);
                        assertThat(writers[1].reads()).as("what the other reads").isEqualTo(all);
                    }
                    for (Writer writer : writers) {
                        writer.listen();
                        writer.synchronize();
                    }
                }
            }
        } finally {
            laptop.close();
            for (LoopbackRelay relay : relays) {
                relay.close();
            }
        }
    }

    /// @param quiet whether nothing is announced: then applications go on from what they read long ago
    private static void act(
            Random random, Writer[] writers, int who, boolean[] quiet, LoopbackRelay... relays) {
        LoopbackRelay relay = relays[random.nextInt(relays.length)];
        Writer writer = writers[who];
        switch (random.nextInt(12)) {
            case 0, 1 -> {
                writer.party.network().cut(relay);
                writer.cut.add(relay);
                writer.awaitLink(relay, false);
            }
            case 2, 3 -> {
                writer.party.network().mend(relay);
                writer.cut.remove(relay);
                writer.awaitLink(relay, true);
            }
            case 4 -> {
                if (relays.length == 1) {
                    quiet[0] = !quiet[0];
                    relay.announcing(!quiet[0]);
                    writers[0].synchronize();
                    writers[1].synchronize();
                }
            }
            case 5 -> writer.restart(random.nextBoolean(), relays);
            default -> {
                if (!quiet[0]) {
                    writer.synchronize();
                }
                writer.listen();
                writer.add();
            }
        }
    }

    /// An application that is careful.
    private static final class Writer {
        private final Party party;
        private final Ghid address;
        private final String name;
        private final Set<String> words = new TreeSet<>();
        private final Set<LoopbackRelay> cut = new HashSet<>();

        Writer(Party party, Ghid address, String name) {
            this.party = party;
            this.address = address;
            this.name = name;
            party.get(address);
        }

        void awaitLink(LoopbackRelay relay, boolean connected) {
            Party.await(() -> party.call(new LocalRequest.Relays()).stream()
                    .filter(status -> status.relay().equals(relay.uri()))
                    .anyMatch(status -> status.connected() == connected));
            synchronize();
        }

        /// So that nothing arrives between reading and pushing, as an application cannot name what its state replaces.
        void synchronize() {
            try {
                party.call(new LocalRequest.Sync(address));
            } catch (LocalRefusal unavailable) {
                assertThat(unavailable.reason()).isEqualTo(LocalRefusal.Reason.UNAVAILABLE);
            }
        }

        Set<String> reads() {
            return split(party.get(address));
        }

        void add() {
            String word = name + words.size();
            words.add(word);
            Set<String> all = reads();
            all.add(word);
            push(all);
        }

        /// Merges what has lost.
        void listen() {
            List<LocalEvent> events = new ArrayList<>(party.eventsOfEarlierSessions());
            events.addAll(party.eventsSoFar());
            for (LocalEvent event : events) {
                if (event instanceof LocalEvent.Conflict conflict) {
                    synchronize();
                    Set<String> all = reads();
                    if (all.addAll(split(Party.text(conflict.lost())))) {
                        push(all);
                    }
                }
            }
        }

        private void push(Set<String> all) {
            for (int attempt = 0; attempt < 10; attempt++) {
                try {
                    party.push(address, String.join(" ", all));
                    return;
                } catch (LocalRefusal refused) {
                    LocalRefusal.Conflict conflict = refused.conflict().orElseThrow(() -> refused);
                    all.addAll(split(Party.text(conflict.lost())));
                    all.addAll(split(Party.text(conflict.winner())));
                }
            }
            throw new AssertionError("A push was refused ten times.");
        }

        void restart(boolean crash, LoopbackRelay... relays) {
            if (crash) {
                party.crash();
            } else {
                party.restart();
            }
            for (LoopbackRelay relay : relays) {
                if (!cut.contains(relay)) {
                    awaitLink(relay, true);
                }
            }
            party.get(address);
        }

        private static Set<String> split(String text) {
            Set<String> words = new TreeSet<>(List.of(text.split(" ")));
            words.remove("");
            return words;
        }
    }
}
