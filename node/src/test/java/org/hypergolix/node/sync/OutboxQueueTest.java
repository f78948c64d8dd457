package org.hypergolix.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.junit.jupiter.api.Test;

class OutboxQueueTest {
    private static final long NOW = 1_000;

    private final OutboxQueue queue = new OutboxQueue();
    private long sequence;

    private static Ghid address(int number) {
        byte[] digest = new byte[Ghid.DIGEST_LENGTH];
        digest[0] = (byte) number;
        return new Ghid(Bytes.owning(digest));
    }

    private static OutboxItem state(int number) {
        return new OutboxItem.DynamicState(address(number));
    }

    private static OutboxItem loose(int number, int after) {
        return new OutboxItem.Loose(address(number), Bytes.EMPTY, Optional.of(address(after)));
    }

    private OutboxQueue.Entry add(OutboxItem item) {
        OutboxQueue.Entry entry = new OutboxQueue.Entry(item, ++sequence, null);
        queue.add(entry);
        return entry;
    }

    private OutboxQueue.Entry add(OutboxItem item, long counter) {
        OutboxQueue.Entry entry =
                new OutboxQueue.Entry(item, ++sequence, new Publication(item, counter, List.of()));
        queue.add(entry);
        return entry;
    }

    private OutboxItem take() {
        return queue.take(NOW).orElseThrow().item;
    }

    @Test
    void items_leave_in_order() {
        add(state(1));
        add(state(2));
        add(state(3));
        assertThat(List.of(take(), take(), take())).containsExactly(state(1), state(2), state(3));
        assertThat(queue.take(NOW)).isEmpty();
    }

    @Test
    void a_later_state_replaces_one_that_waits_and_takes_its_own_place() {
        OutboxQueue.Entry first = add(state(1));
        CompletableFuture<Delivery> waiter = new CompletableFuture<>();
        first.waiters.add(waiter);
        add(state(2));
        OutboxQueue.Entry later = add(state(1));
        assertThat(queue.size()).isEqualTo(2);
        assertThat(List.of(take(), take())).containsExactly(state(2), state(1));
        assertThat(later.waiters).containsExactly(waiter);
    }

    @Test
    void a_share_does_not_leave_before_its_object() {
        add(state(1));
        add(loose(9, 1));
        add(state(1));
        assertThat(List.of(take(), take())).containsExactly(state(1), loose(9, 1));
    }

    @Test
    void two_states_of_one_object_are_not_under_way_together() {
        OutboxQueue.Entry first = add(state(1), 1);
        assertThat(queue.take(NOW)).contains(first);
        OutboxQueue.Entry second = add(state(1), 2);
        assertThat(queue.take(NOW)).isEmpty();
        queue.finish(first);
        assertThat(queue.take(NOW)).contains(second);
    }

    @Test
    void an_older_state_never_follows_a_newer_one() {
        OutboxQueue.Entry newer = add(state(1), 2);
        OutboxQueue.Entry older = new OutboxQueue.Entry(state(1), ++sequence, new Publication(state(1), 1, List.of()));
        CompletableFuture<Delivery> waiter = new CompletableFuture<>();
        older.waiters.add(waiter);
        queue.add(older);
        assertThat(queue.take(NOW)).contains(newer);
        assertThat(queue.take(NOW)).isEmpty();
        assertThat(newer.waiters).containsExactly(waiter);
    }

    @Test
    void what_was_under_way_when_the_conversation_ended_waits_again_at_its_place() {
        OutboxQueue.Entry first = add(state(1));
        first.waiters.add(new CompletableFuture<>());
        add(state(2));
        take();
        assertThat(queue.disconnect()).hasSize(1);
        add(state(3));
        assertThat(List.of(take(), take(), take())).containsExactly(state(1), state(2), state(3));
    }

    @Test
    void what_a_relay_cannot_take_now_holds_nobody_up() {
        OutboxQueue.Entry first = add(state(1));
        add(state(2));
        assertThat(take()).isEqualTo(state(1));
        queue.putBack(first, NOW + 500);
        assertThat(take()).isEqualTo(state(2));
        assertThat(queue.take(NOW)).isEmpty();
        assertThat(queue.nextDueMillis()).contains(NOW + 500);
        assertThat(queue.take(NOW + 500)).contains(first);
    }

    @Test
    void what_comes_back_gives_way_to_what_is_newer() {
        OutboxQueue.Entry first = add(state(1), 1);
        take();
        OutboxQueue.Entry second = add(state(1), 2);
        queue.putBack(first, 0);
        assertThat(queue.take(NOW)).contains(second);
        queue.finish(second);
        assertThat(queue.take(NOW)).isEmpty();
        assertThat(queue.size()).isZero();
    }
}
