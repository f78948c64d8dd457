package org.hypergolix.node.roaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.roaming.RecordState.RecordEntry;
import org.hypergolix.node.roaming.RecordState.RecordKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Joining the records of several devices.
class RecordStateTest {
    private static Bytes address(int number) {
        byte[] bytes = new byte[Ghid.LENGTH];
        Arrays.fill(bytes, (byte) number);
        bytes[0] = Ghid.ALGORITHM;
        return Bytes.owning(bytes);
    }

    private static Bytes value(int number) {
        return Bytes.owning(new byte[]{(byte) number});
    }

    private static RecordState state(Object... keysAndEntries) {
        SortedMap<RecordKey, RecordEntry> entries = new TreeMap<>();
        for (int index = 0; index < keysAndEntries.length; index += 2) {
            entries.put((RecordKey) keysAndEntries[index], (RecordEntry) keysAndEntries[index + 1]);
        }
        return new RecordState(entries);
    }

    /// Few addresses and revisions, so that everything collides.
    private static RecordState random(Random random) {
        SortedMap<RecordKey, RecordEntry> entries = new TreeMap<>();
        int count = random.nextInt(12);
        for (int index = 0; index < count; index++) {
            int space = 1 + random.nextInt(11);
            Bytes key = RecordSpace.of(space)
                    .map(known -> switch (known) {
                        case APPS -> address(random.nextInt(3)).slice(0, 32);
                        case SHARES -> Bytes.concat(address(1).slice(1), address(random.nextInt(3)), address(2));
                        case KEYS, OBJECTS, GONE, BOUND, OFFERS, ANSWERS, DECLINES -> address(random.nextInt(3));
                    })
                    .orElse(value(random.nextInt(2)));
            Optional<Bytes> value = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(value(random.nextInt(3)));
            entries.put(new RecordKey(space, key), new RecordEntry(random.nextInt(3) - 1L, value));
        }
        return new RecordState(entries);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void joining_is_commutative_associative_and_idempotent(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            RecordState a = random(random);
            RecordState b = random(random);
            RecordState c = random(random);
            assertThat(a.join(b)).isEqualTo(b.join(a));
            assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
            assertThat(a.join(a)).isEqualTo(a);
            assertThat(a.join(b).join(b)).isEqualTo(a.join(b));
            assertThat(a.join(RecordState.EMPTY)).isEqualTo(a);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void states_joined_in_any_order_are_one(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<RecordState> states = new ArrayList<>();
            for (int index = 0; index < 6; index++) {
                states.add(random(random));
            }
            RecordState joined = states.stream().reduce(RecordState.EMPTY, RecordState::join);
            Collections.shuffle(states, random);
            assertThat(states.stream().reduce(RecordState.EMPTY, RecordState::join)).isEqualTo(joined);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void what_is_written_is_read_and_nothing_else_is(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            RecordState state = random(random);
            Bytes encoded = state.encode();
            assertThat(RecordState.decode(encoded)).contains(state);
            for (int length = 0; length < encoded.size(); length++) {
                assertThat(RecordState.decode(encoded.slice(0, length))).isEmpty();
            }
            assertThat(RecordState.decode(Bytes.concat(encoded, value(0)))).isEmpty();
            byte[] altered = encoded.toArray();
            altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
            // Either refused, or another state that is written the same way.
            RecordState.decode(Bytes.owning(altered))
                    .ifPresent(read -> assertThat(read.encode().size()).isLessThanOrEqualTo(encoded.size()));
        }
    }

    @Test
    void the_key_that_leads_furthest_counts() {
        RecordKey key = RecordKey.of(RecordSpace.KEYS, address(1));
        RecordState low = state(key, RecordEntry.of(3, value(9)));
        RecordState high = state(key, RecordEntry.of(-1, value(1)));
        assertThat(low.join(high)).as("counters are unsigned").isEqualTo(high);
    }

    @Test
    void a_deletion_ends_what_another_device_goes_on_with() {
        RecordKey gone = RecordKey.of(RecordSpace.GONE, address(1));
        RecordState deleted = state(gone, RecordEntry.of(1, address(1)));
        RecordState pushed = state(
                RecordKey.of(RecordSpace.KEYS, address(1)), RecordEntry.of(900, value(1)),
                RecordKey.of(RecordSpace.OBJECTS, address(1)), RecordEntry.of(7, value(1)),
                RecordKey.of(RecordSpace.KEYS, address(2)), RecordEntry.of(1, value(1)));
        RecordState joined = deleted.join(pushed);
        assertThat(joined.entries().keySet())
                .containsExactly(RecordKey.of(RecordSpace.KEYS, address(2)), gone);
    }

    @Test
    void records_of_a_newer_program_are_kept() {
        RecordKey strange = new RecordKey(200, value(1));
        RecordState joined = state(strange, RecordEntry.of(4, value(2))).join(
                state(RecordKey.of(RecordSpace.APPS, address(1).slice(0, 32)), RecordEntry.of(1, value(1))));
        assertThat(RecordState.decode(joined.encode())).contains(joined);
        assertThat(joined.find(strange)).isPresent();
    }

    /// The form on the wire, written by hand from the description.
    @Test
    void golden_state() {
        RecordState state = state(
                RecordKey.of(RecordSpace.KEYS, address(7)), RecordEntry.of(5, value(9)),
                RecordKey.of(RecordSpace.OFFERS, address(2)), RecordEntry.removed(2));
        assertThat(state.encode().hex()).isEqualTo("01" + "00000002"
                + "01" + "01" + "0041" + "01" + "07".repeat(64) + "0000000000000005" + "00000001" + "09"
                + "07" + "00" + "0041" + "01" + "02".repeat(64) + "0000000000000002");
    }
}
