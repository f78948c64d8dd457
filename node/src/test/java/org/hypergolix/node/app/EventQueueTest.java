package org.hypergolix.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.ObjectState;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private static final Ghid ONE = new Ghid(Bytes.ofHex("11".repeat(64)));
    private static final Ghid TWO = new Ghid(Bytes.ofHex("22".repeat(64)));

    private final LinkedBlockingQueue<LocalEvent> told = new LinkedBlockingQueue<>();

    private static ObjectState state(Ghid address, int number) {
        return new ObjectState(
                address, TWO, Bytes.owning(new byte[64]), true, false, Bytes.owning(new byte[]{(byte) number}), number,
                false);
    }

    private static EventQueue queue(Consumer<LocalEvent> application, Runnable room) {
        return new EventQueue((event, taken) -> {
            application.accept(event);
            taken.run();
        }, room);
    }

    private LocalEvent next() throws InterruptedException {
        LocalEvent event = told.poll(20, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    @Test
    void states_of_one_object_that_wait_become_the_newest() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger newest = new AtomicInteger();
        try (EventQueue queue = queue(event -> {
            busy.countDown();
            await(go);
            told.add(event);
        }, () -> {})) {
            queue.single(new LocalEvent.Deleted(TWO));
            await(busy);
            for (int number = 1; number <= 1_000; number++) {
                newest.set(number);
                queue.updated(ONE, () -> Optional.of(new LocalEvent.Updated(state(ONE, newest.get()))));
            }
            go.countDown();
            assertThat(next()).isEqualTo(new LocalEvent.Deleted(TWO));
            assertThat(next()).isEqualTo(new LocalEvent.Updated(state(ONE, 1_000)));
            assertThat(told.poll(50, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void the_end_of_an_object_replaces_its_states() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (EventQueue queue = queue(event -> {
            busy.countDown();
            await(go);
            told.add(event);
        }, () -> {})) {
            queue.single(new LocalEvent.Deleted(TWO));
            await(busy);
            queue.updated(ONE, () -> Optional.of(new LocalEvent.Updated(state(ONE, 1))));
            queue.deleted(ONE);
            go.countDown();
            assertThat(List.of(next(), next()))
                    .containsExactly(new LocalEvent.Deleted(TWO), new LocalEvent.Deleted(ONE));
        }
    }

    @Test
    void an_application_that_fails_is_told_the_next_event_and_what_it_failed_at_is_kept() throws InterruptedException {
        AtomicInteger kept = new AtomicInteger();
        try (EventQueue queue = queue(event -> {
            if (event.equals(new LocalEvent.Deleted(ONE))) {
                throw new IllegalArgumentException("a fault of the application");
            }
            told.add(event);
        }, () -> {})) {
            queue.kept(1, new LocalEvent.Deleted(ONE), kept::incrementAndGet);
            queue.kept(2, new LocalEvent.Deleted(TWO), kept::incrementAndGet);
            assertThat(next()).isEqualTo(new LocalEvent.Deleted(TWO));
        }
        assertThat(kept.get()).isLessThanOrEqualTo(1);
    }

    @Test
    void a_dead_application_costs_a_bounded_queue_and_nobody_waits() {
        CountDownLatch never = new CountDownLatch(1);
        try (EventQueue queue = queue(_ -> await(never), () -> {})) {
            boolean room = true;
            int count = 0;
            while (room && count < 100_000) {
                room = queue.single(new LocalEvent.Deleted(ONE));
                count++;
            }
            assertThat(count).isBetween(EventQueue.MOST, EventQueue.MOST + 2);
            never.countDown();
        }
    }

    @Test
    void what_is_kept_because_there_was_no_room_is_asked_for_as_soon_as_there_is() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch room = new CountDownLatch(1);
        try (EventQueue queue = queue(_ -> {
            busy.countDown();
            await(go);
        }, room::countDown)) {
            queue.single(new LocalEvent.Deleted(ONE));
            await(busy);
            int number = 0;
            while (queue.kept(number, new LocalEvent.Deleted(ONE), () -> {})) {
                number++;
            }
            assertThat(number).isEqualTo(EventQueue.MOST);
            assertThat(queue.kept(0, new LocalEvent.Deleted(TWO), () -> {})).as("a place that waits").isTrue();
            assertThat(room.getCount()).isEqualTo(1);
            go.countDown();
            await(room);
        }
    }

    @Test
    void states_and_ends_of_objects_find_room_when_shares_do_not() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (EventQueue queue = queue(event -> {
            busy.countDown();
            await(go);
            if (event instanceof LocalEvent.Updated || event.equals(new LocalEvent.Deleted(TWO))) {
                told.add(event);
            }
        }, () -> {})) {
            queue.single(new LocalEvent.Deleted(ONE));
            await(busy);
            while (queue.single(new LocalEvent.Deleted(ONE))) {
                // Until there is no more room.
            }
            queue.updated(ONE, () -> Optional.of(new LocalEvent.Updated(state(ONE, 1))));
            queue.deleted(TWO);
            go.countDown();
            assertThat(next()).isEqualTo(new LocalEvent.Updated(state(ONE, 1)));
            assertThat(next()).isEqualTo(new LocalEvent.Deleted(TWO));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
