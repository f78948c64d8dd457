package org.hypergolix.relay.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.Bytes;
import org.hypergolix.relay.limit.MemoryBudget;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.relay.request.RequestQueue.Offered;
import org.hypergolix.wire.Message;
import org.junit.jupiter.api.Test;

class RequestQueueTest {

    private static final int PATIENCE_SECONDS = 60;
    private static final int WAITING = 8;
    private static final int WAITING_BYTES = 100_000;

    private final MemoryBudget receiving = new MemoryBudget(1_000_000);
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayHandle = new Semaphore(0);
    private final Semaphore handled = new Semaphore(0);
    private final CountDownLatch roomAgain = new CountDownLatch(1);
    private final RequestQueue queue = new RequestQueue(
            new RelayLimits.Requests(WAITING, WAITING_BYTES, 64, 64), receiving, this::handle, roomAgain::countDown);

    private void handle(Message message, Optional<Message> next) throws InterruptedException {
        begun.release();
        mayHandle.acquire();
        handled.release();
    }

    private static Message message(int bodyLength) {
        return new Message(Message.codeOf("??"), 1, Bytes.owning(new byte[bodyLength]));
    }

    private Offered offer(Message message) {
        Offered offered = queue.offer(message);
        queue.start();
        return offered;
    }

    private void letHandle(int count) throws InterruptedException {
        mayHandle.release(count);
        assertThat(handled.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /// One is being handled, and the queue is full of others.
    private void fill() throws InterruptedException {
        offer(message(0));
        assertThat(begun.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        for (int count = 1; count < WAITING; count++) {
            assertThat(offer(message(0))).isEqualTo(Offered.TAKEN);
        }
        assertThat(offer(message(0))).isEqualTo(Offered.TAKEN_FULL);
    }

    @Test
    void there_is_room_again_when_half_of_a_full_queue_is_handled() throws InterruptedException {
        fill();
        letHandle(WAITING);
        assertThat(roomAgain.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /// One read brings several messages, so that some are offered after the queue said that it was full.
    @Test
    void what_is_offered_after_the_queue_was_full_does_not_make_it_forget_to_say_that_there_is_room()
            throws InterruptedException {
        fill();
        letHandle(3);
        assertThat(offer(message(0))).isEqualTo(Offered.TAKEN_FULL);
        letHandle(WAITING - 2);
        assertThat(roomAgain.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_queue_is_full_by_its_bytes_as_well() throws InterruptedException {
        assertThat(offer(message(0))).isEqualTo(Offered.TAKEN);
        assertThat(offer(message(WAITING_BYTES / 2))).isEqualTo(Offered.TAKEN);
        assertThat(offer(message(WAITING_BYTES / 2))).isEqualTo(Offered.TAKEN_FULL);
        letHandle(2);
        assertThat(roomAgain.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void large_messages_are_counted_against_the_memory_of_all_until_they_are_handled() throws InterruptedException {
        Message large = message(600_000);
        assertThat(offer(large)).isEqualTo(Offered.TAKEN_FULL);
        assertThat(offer(large)).isEqualTo(Offered.REFUSED);
        letHandle(1);
        while (receiving.free() != 1_000_000) {
            Thread.onSpinWait();
        }
        assertThat(offer(large)).isNotEqualTo(Offered.REFUSED);
    }

    @Test
    void a_closed_queue_gives_back_the_memory_of_what_it_forgets() {
        offer(message(200_000));
        offer(message(200_000));
        queue.close();
        mayHandle.release();
        while (receiving.free() != 1_000_000) {
            Thread.onSpinWait();
        }
        assertThat(offer(message(200_000))).isEqualTo(Offered.TAKEN);
        assertThat(receiving.free()).isEqualTo(1_000_000);
    }
}
