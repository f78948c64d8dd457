package org.hypergolix.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.loopback.LoopbackRelay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Seeded scripts of pushes, shares, cuts, crashes, restarts and relays that lose or forget: in the end every reader has
/// the newest state of every object that was shared with him, and nobody ever saw a state older than one he saw before.
class SimulationTest {
    private static final int STEPS = 400;

    private final List<LoopbackRelay> relays = new ArrayList<>();
    private final List<Party> readers = new ArrayList<>();
    private final List<Map<Ghid, Integer>> seen = new ArrayList<>();
    private final List<Map<Ghid, Long>> revisions = new ArrayList<>();
    private final Map<Ghid, Integer> newest = new HashMap<>();
    private final List<Ghid> objects = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void every_reader_ends_at_the_newest_state_and_none_goes_back(long seed) {
        Random random = new Random(seed);
        relays.add(new LoopbackRelay());
        relays.add(new LoopbackRelay());
        LoopbackRelay[] both = relays.toArray(LoopbackRelay[]::new);
        Party owner = Party.hasty(0, both);
        try {
            for (int number = 1; number <= 2; number++) {
                Party reader = Party.hasty(number, both);
                reader.register();
                readers.add(reader);
                seen.add(new HashMap<>());
                revisions.add(new HashMap<>());
            }
            owner.awaitConnected();
            readers.forEach(Party::awaitConnected);
            // Now the owner knows the readers, whatever the relays will have forgotten.
            share(owner, owner.create("0"));
            for (int step = 0; step < STEPS; step++) {
                act(owner, random);
            }
            settle(owner);
        } finally {
            owner.close();
            readers.forEach(Party::close);
            relays.forEach(LoopbackRelay::close);
        }
    }

    private void act(Party owner, Random random) {
        LoopbackRelay relay = relays.get(random.nextInt(relays.size()));
        int number = random.nextInt(readers.size());
        Party reader = readers.get(number);
        switch (random.nextInt(20)) {
            case 0 -> {
                if (objects.size() < 4) {
                    share(owner, owner.create("0"));
                }
            }
            case 1, 2, 3, 4, 5, 6, 7 -> {
                if (!objects.isEmpty()) {
                    push(owner, objects.get(random.nextInt(objects.size())));
                }
            }
            case 8 -> owner.network().cut(relay);
            case 9, 10 -> owner.network().mend(relay);
            case 11 -> reader.network().cut(relay);
            case 12, 13 -> reader.network().mend(relay);
            case 14 -> owner.crash();
            case 15 -> restart(number, random.nextBoolean());
            case 16 -> relay.stop();
            case 17 -> relay.start();
            case 18 -> {
                int mark = relay.mark();
                relay.restore(random.nextInt(5) == 0 ? 0 : mark - random.nextInt(mark + 1) / 4);
            }
            default -> look(number);
        }
    }

    private void share(Party owner, Ghid address) {
        objects.add(address);
        newest.put(address, 0);
        for (Party reader : readers) {
            owner.call(new LocalRequest.Share(address, reader.fingerprint()));
        }
    }

    private void push(Party owner, Ghid address) {
        int next = newest.getOrDefault(address, 0) + 1;
        owner.push(address, Integer.toString(next));
        newest.put(address, next);
    }

    private void restart(int number, boolean crash) {
        look(number);
        Party reader = readers.get(number);
        if (crash) {
            reader.crash();
        } else {
            reader.restart();
        }
        reader.register();
        revisions.get(number).clear();
        seen.get(number).keySet().forEach(address -> fetch(number, address));
    }

    /// Reads the events so far, fetches what was shared, and checks that nothing went back.
    private void look(int number) {
        Party reader = readers.get(number);
        for (LocalEvent event : reader.eventsSoFar()) {
            switch (event) {
                case LocalEvent.Shared shared -> fetch(number, shared.address());
                case LocalEvent.Updated updated -> check(number, updated.object());
                case LocalEvent.ShareAccepted _,LocalEvent.ShareDeclined _,LocalEvent.Deleted _,LocalEvent.Conflict _,LocalEvent.RelayChanged _ -> {
                    // Not what this is about.
                }
            }
        }
    }

    private void fetch(int number, Ghid address) {
        check(number, readers.get(number).call(new LocalRequest.Get(address)));
    }

    /// Answers and events cross each other; the revision says which state is the newer.
    private void check(int number, ObjectState object) {
        Long revision = revisions.get(number).get(object.address());
        if (revision != null && object.revision() < revision) {
            return;
        }
        revisions.get(number).put(object.address(), object.revision());
        int value = Integer.parseInt(Party.text(object));
        Integer before = seen.get(number).put(object.address(), value);
        assertThat(value).as("the state that reader %d sees", number)
                .isBetween(before == null ? 0 : before, newest.getOrDefault(object.address(), 0));
    }

    private void settle(Party owner) {
        relays.forEach(LoopbackRelay::start);
        for (LoopbackRelay relay : relays) {
            owner.network().mend(relay);
            readers.forEach(reader -> reader.network().mend(relay));
        }
        owner.awaitConnected();
        readers.forEach(Party::awaitConnected);
        objects.forEach(address -> push(owner, address));
        for (int number = 0; number < readers.size(); number++) {
            int reader = number;
            Party.await(() -> upToDate(reader));
        }
    }

    private boolean upToDate(int number) {
        look(number);
        for (Ghid address : objects) {
            try {
                fetch(number, address);
            } catch (LocalRefusal notYet) {
                return false;
            }
        }
        return seen.get(number).equals(newest);
    }
}
