package org.hypergolix.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.Change;
import org.hypergolix.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {
    private static final Bytes RELAY = Bytes.ofHex("0102030405060708");
    private static final long NOW = 1_000;

    private final MemoryStore store = new MemoryStore();
    private Outbox outbox = opened();

    private static Ghid address(int number) {
        byte[] digest = new byte[Ghid.DIGEST_LENGTH];
        digest[0] = (byte) number;
        digest[1] = (byte) (number >> 8);
        return new Ghid(Bytes.owning(digest));
    }

    private static OutboxItem state(int number) {
        return new OutboxItem.DynamicState(address(number));
    }

    private Outbox opened() {
        Outbox opened = new Outbox(RELAY);
        store.commit(opened.load(store));
        return opened;
    }

    private void put(OutboxItem item) {
        Outbox.Place place = outbox.reserve(item).orElseThrow();
        store.commit(place.changes());
        var _ = place.confirm(null);
    }

    private int rows() {
        return store.records(Outbox.SPACE, Bytes.EMPTY, 1_000).size();
    }

    @Test
    void golden_row() {
        put(state(7));
        assertThat(store.records(Outbox.SPACE, Bytes.EMPTY, 2)).singleElement().satisfies(row -> {
            assertThat(row.key().hex()).isEqualTo("0102030405060708" + "0000000000000001");
            assertThat(row.value().hex()).isEqualTo("01" + "01" + "07" + "00".repeat(63));
        });
    }

    @Test
    void golden_items() {
        assertThat(new OutboxItem.Bound(address(7)).encode().hex()).isEqualTo("02" + "0107" + "00".repeat(63));
        assertThat(new OutboxItem.Loose(address(7), Bytes.ofHex("aabb"), Optional.empty()).encode().hex())
                .isEqualTo("03" + "0107" + "00".repeat(63) + "00" + "aabb");
        assertThat(new OutboxItem.Loose(address(7), Bytes.ofHex("aabb"), Optional.of(address(8))).encode().hex())
                .isEqualTo("03" + "0107" + "00".repeat(63) + "01" + "0108" + "00".repeat(63) + "aabb");
    }

    @Test
    void every_item_reads_back_and_nothing_else_does() {
        for (OutboxItem item : List.of(
                state(1),
                new OutboxItem.Bound(address(2)),
                new OutboxItem.Loose(address(3), Bytes.ofHex("00"), Optional.empty()),
                new OutboxItem.Loose(address(4), Bytes.EMPTY, Optional.of(address(5))))) {
            assertThat(OutboxItem.decode(item.encode())).contains(item);
        }
        for (String wrong : List.of("", "01", "04" + "0107" + "00".repeat(63), "01" + "0007" + "00".repeat(63))) {
            assertThat(OutboxItem.decode(Bytes.ofHex(wrong))).as(wrong).isEmpty();
        }
    }

    @Test
    void what_was_committed_is_there_after_a_restart_in_order() {
        put(state(1));
        put(state(2));
        put(state(1));
        outbox = opened();
        assertThat(outbox.take(NOW).orElseThrow().item).isEqualTo(state(2));
        assertThat(outbox.take(NOW).orElseThrow().item).isEqualTo(state(1));
        assertThat(outbox.take(NOW)).isEmpty();
    }

    @Test
    void an_object_that_is_pushed_over_and_over_costs_one_row() {
        put(state(1));
        for (int count = 0; count < 10; count++) {
            Outbox.Place place = outbox.reserve(state(1)).orElseThrow();
            assertThat(place.changes()).isEmpty();
            var _ = place.confirm(null);
        }
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void a_reservation_that_was_cancelled_leaves_nothing() {
        put(state(1));
        put(state(2));
        Outbox.Place place = outbox.reserve(state(1)).orElseThrow();
        place.cancel();
        outbox.take(NOW).ifPresent(entry -> outbox.finish(entry, Delivery.ACCEPTED));
        outbox.take(NOW).ifPresent(entry -> outbox.finish(entry, Delivery.ACCEPTED));
        store.commit(outbox.sweep());
        assertThat(rows()).isZero();
    }

    @Test
    void sweeping_leaves_what_waits_or_is_reserved() {
        put(state(1));
        put(state(2));
        outbox.take(NOW).ifPresent(entry -> outbox.finish(entry, Delivery.ACCEPTED));
        Outbox.Place place = outbox.reserve(state(2)).orElseThrow();
        store.commit(outbox.sweep());
        assertThat(rows()).isEqualTo(1);
        var _ = place.confirm(null);
        outbox = opened();
        assertThat(outbox.take(NOW).orElseThrow().item).isEqualTo(state(2));
    }

    @Test
    void rows_that_cannot_be_read_are_removed_and_those_of_other_relays_left() {
        put(state(1));
        Bytes stray = Bytes.concat(RELAY, Bytes.ofHex("00000000000000ff"));
        Bytes foreign = Bytes.ofHex("ff02030405060708" + "0000000000000001");
        store.commit(List.of(
                new Change.PutRecord(Outbox.SPACE, stray, Bytes.ofHex("77")),
                new Change.PutRecord(Outbox.SPACE, foreign, Bytes.ofHex("77"))));
        outbox = opened();
        assertThat(outbox.size()).isEqualTo(1);
        assertThat(store.record(Outbox.SPACE, stray)).isEmpty();
        assertThat(store.record(Outbox.SPACE, foreign)).isPresent();
    }

    @Test
    void what_was_delivered_takes_no_room() {
        for (int count = 0; count < Outbox.MOST_ROWS + 2_000; count++) {
            put(state(count));
            deliver();
        }
        Bytes megabyte = Bytes.owning(new byte[1 << 20]);
        for (int count = 0; count < 20; count++) {
            put(new OutboxItem.Loose(address(20_000 + count), megabyte, Optional.empty()));
            deliver();
        }
        assertThat(store.records(Outbox.SPACE, Bytes.EMPTY, 20_000)).hasSizeLessThan(1_100);
        outbox = opened();
        assertThat(outbox.size()).isLessThan(1_100);
    }

    private void deliver() {
        outbox.finish(outbox.take(0).orElseThrow(), Delivery.ACCEPTED);
    }

    @Test
    void is_bounded_by_number_and_by_bytes() {
        Bytes megabyte = Bytes.owning(new byte[1 << 20]);
        for (int count = 0; count < 16; count++) {
            put(new OutboxItem.Loose(address(count), megabyte, Optional.empty()));
        }
        assertThat(outbox.reserve(new OutboxItem.Loose(address(99), megabyte, Optional.empty()))).isEmpty();
        assertThat(outbox.reserve(state(1))).isPresent();
    }

    /// Random pushes, answers, losses of the connection, sweeps and crashes: whatever was committed and not accepted
    /// since is sent in the end.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothing_that_was_committed_is_lost(long seed) {
        Random random = new Random(seed);
        TreeSet<Integer> owed = new TreeSet<>();
        List<OutboxQueue.Entry> underWay = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> {
                    int number = random.nextInt(6);
                    Outbox.Place place = outbox.reserve(state(number)).orElseThrow();
                    if (random.nextInt(10) == 0) {
                        place.cancel();
                    } else {
                        store.commit(place.changes());
                        var _ = place.confirm(null);
                        owed.add(number);
                        // A state that is under way is not the newest any more: its answer settles nothing.
                        underWay.removeIf(entry -> entry.item.equals(state(number)) && forget(entry));
                    }
                }
                case 4, 5, 6 -> outbox.take(NOW).ifPresent(underWay::add);
                case 7, 8 -> {
                    if (!underWay.isEmpty()) {
                        OutboxQueue.Entry entry = underWay.remove(random.nextInt(underWay.size()));
                        outbox.finish(entry, Delivery.ACCEPTED);
                        owed.remove((int) entry.item.key().digest().at(0));
                    }
                }
                case 9 -> {
                    outbox.disconnect();
                    underWay.clear();
                }
                case 10 -> {
                    List<Change> changes = outbox.sweep();
                    if (random.nextBoolean()) {
                        store.commit(changes);
                    }
                }
                default -> {
                    outbox = opened();
                    underWay.clear();
                }
            }
        }
        outbox = opened();
        TreeSet<Integer> sent = new TreeSet<>();
        for (var next = outbox.take(NOW); next.isPresent(); next = outbox.take(NOW)) {
            sent.add((int) next.get().item.key().digest().at(0));
        }
        assertThat(sent).containsAll(owed);
    }

    private boolean forget(OutboxQueue.Entry entry) {
        outbox.finish(entry, Delivery.ACCEPTED);
        return true;
    }
}
