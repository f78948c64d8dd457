package org.hypergolix.node.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LanesTest {
    private final Lanes lanes = new Lanes(new Lanes.Limits(4, 2, 1_000, 2));

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void work_on_one_thing_goes_in_order_and_on_others_side_by_side() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(2);
        List<Integer> order = new CopyOnWriteArrayList<>();
        lanes.add("a", 1, () -> {
            await(gate);
            order.add(1);
            end.countDown();
        });
        lanes.add("a", 1, () -> {
            order.add(2);
            end.countDown();
        });
        lanes.add("b", 1, other::countDown);

        await(other);
        assertThat(order).isEmpty();
        gate.countDown();
        await(end);
        assertThat(order).containsExactly(1, 2);
    }

    @Test
    void an_event_waits_for_the_request_under_way_and_not_for_the_next() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        lanes.add("a", 1, () -> {
            begun.countDown();
            await(gate);
            order.add("answer 1");
        });
        await(begun);
        lanes.add("a", 1, () -> order.add("answer 2"));
        lanes.add("a", 1, end::countDown);
        lanes.tell("a", "state", () -> order.add("event, replaced"));
        lanes.tell("a", "end", () -> order.add("event"));
        lanes.tell("a", "state", () -> order.add("newer event"));
        lanes.tell("b", "state", () -> order.add("of another thing"));

        gate.countDown();
        await(end);
        assertThat(order).containsExactly("of another thing", "answer 1", "event", "newer event", "answer 2");
    }

    @Test
    void an_event_of_an_idle_thing_is_told_at_once() throws Exception {
        List<String> order = new ArrayList<>();
        lanes.tell("a", "state", () -> order.add("event"));

        assertThat(order).containsExactly("event");
    }

    @Test
    void works_on_no_more_than_may_be_under_way_and_takes_no_more_than_may_wait() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(7);
        Runnable work = () -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            await(gate);
            atOnce.decrementAndGet();
            end.countDown();
        };
        for (int index = 0; index < 6; index++) {
            // Four are under way, two wait; nobody who adds them does.
            lanes.add(index, 1, work);
        }
        Thread adder = Thread.ofVirtual().start(() -> {
            try {
                lanes.add("seventh", 1, work);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
        while (adder.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        gate.countDown();
        await(end);
        assertThat(most).hasValue(4);
    }

    @Test
    void what_waits_begins_in_the_order_it_came() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(2);
        List<String> order = new CopyOnWriteArrayList<>();
        for (int index = 0; index < 4; index++) {
            lanes.add("a", 1, () -> await(gate));
        }
        for (String name : List.of("first", "second")) {
            lanes.add("a", 1, () -> {
                order.add(name);
                end.countDown();
            });
        }
        gate.countDown();
        await(end);
        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void work_that_is_no_request_does_not_wait_for_room() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        for (int index = 0; index < 6; index++) {
            lanes.add(index, 1, () -> await(gate));
        }
        lanes.addUncounted("other", done::countDown);
        await(done);
        gate.countDown();
    }

    @Test
    void takes_one_that_is_larger_than_all_may_be_together() throws Exception {
        CountDownLatch large = new CountDownLatch(1);
        lanes.add("a", 5_000, large::countDown);

        await(large);
    }

    @Test
    void many_requests_and_events_keep_their_order_per_thing() throws Exception {
        Lanes many = new Lanes(new Lanes.Limits(64, 100, 1_000_000, 64));
        Map<Integer, List<Integer>> seen = new ConcurrentHashMap<>();
        CountDownLatch end = new CountDownLatch(8 * 500);
        for (int number = 0; number < 500; number++) {
            for (int key = 0; key < 8; key++) {
                int thing = key;
                int value = number;
                many.add(thing, 1, () -> {
                    seen.computeIfAbsent(thing, _ -> new CopyOnWriteArrayList<>()).add(value);
                    end.countDown();
                });
                many.tell(thing, "state", () -> {});
            }
        }
        await(end);
        seen.values().forEach(values -> assertThat(values).hasSize(500).isSorted());
    }

    @Test
    void closing_waits_for_what_is_under_way_and_takes_nothing_more() throws Exception {
        List<String> done = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        lanes.add("a", 1, () -> {
            begun.countDown();
            done.add("first");
        });
        lanes.add("a", 1, () -> done.add("second"));
        await(begun);
        lanes.close(30_000);
        lanes.add("a", 1, () -> done.add("too late"));
        lanes.tell("a", "state", () -> done.add("too late"));

        assertThat(done).containsExactly("first", "second");
    }
}
