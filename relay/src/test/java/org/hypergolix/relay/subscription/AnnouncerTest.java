package org.hypergolix.relay.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.admission.Event;
import org.junit.jupiter.api.Test;

/// Announcements on their way to an event loop that the test runs by hand.
class AnnouncerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Deque<Runnable> eventLoop = new ArrayDeque<>();
    private final Announcer announcer = new Announcer(System::nanoTime);
    private final SubscriberGroup group = announcer.addGroup(eventLoop::add);

    /// Remembers what it was told.
    private static class Listening implements Subscriber {
        final List<Bytes> told = new ArrayList<>();
        private final long id;

        Listening(long id) {
            this.id = id;
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public void announce(Announcement announcement) {
            told.add(announcement.object());
        }
    }

    private static final class Failing extends Listening {
        Failing(long id) {
            super(id);
        }

        @Override
        public void announce(Announcement announcement) {
            throw new OutOfMemoryError("a failure of this test, told in the log");
        }
    }

    private static Ghid address(int number) {
        return new Ghid(Bytes.ofHex(String.format("%0128x", number)));
    }

    private static Frame frame(int dynamic, int counter, int size) {
        return new Frame(CipherSuite.SUITE_3, address(1), counter, List.of(address(2), address(3)), address(dynamic),
                address(1_000_000 + counter), Bytes.EMPTY, Bytes.owning(new byte[size]));
    }

    private void commit(Frame frame) {
        announcer.committed(7L, List.of(new Event.FrameReady(frame)));
    }

    private void runEventLoop() {
        while (!eventLoop.isEmpty()) {
            eventLoop.remove().run();
        }
    }

    private void assertPublishersWaitUntilTheEventLoopRan() throws InterruptedException {
        Thread publisher = Thread.ofVirtual().start(() -> {
            try {
                announcer.awaitRoom();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(publisher.join(Duration.ofMillis(300))).isFalse();
        runEventLoop();
        assertThat(publisher.join(PATIENCE)).isTrue();
    }

    @Test
    void who_subscribed_is_told_and_the_publisher_is_not() {
        Listening reader = new Listening(1);
        Listening publisher = new Listening(7);
        group.subscribe(address(10), reader);
        group.subscribe(address(10), publisher);
        commit(frame(10, 1, 5));
        runEventLoop();
        assertThat(reader.told).hasSize(1);
        assertThat(publisher.told).isEmpty();
    }

    @Test
    void one_that_fails_keeps_nobody_from_being_told_of_this_or_of_what_follows() {
        Listening reader = new Listening(2);
        group.subscribe(address(10), new Failing(1));
        group.subscribe(address(10), reader);
        commit(frame(10, 1, 5));
        runEventLoop();
        commit(frame(10, 2, 6));
        runEventLoop();
        assertThat(reader.told).extracting(Bytes::size).containsExactly(5, 6);
    }

    @Test
    void publishers_wait_while_too_many_announcements_wait() throws InterruptedException {
        Listening reader = new Listening(1);
        for (int number = 0; number <= Announcer.MAX_BACKLOG; number++) {
            group.subscribe(address(number), reader);
            announcer.awaitRoom();
            commit(frame(number, 1, 1));
        }
        assertPublishersWaitUntilTheEventLoopRan();
        assertThat(reader.told).hasSize(Announcer.MAX_BACKLOG + 1);
    }

    @Test
    void publishers_wait_while_too_many_bytes_wait() throws InterruptedException {
        Listening reader = new Listening(1);
        int size = 1 << 20;
        for (int number = 0; number <= Announcer.MAX_BACKLOG_BYTES / size; number++) {
            group.subscribe(address(number), reader);
            announcer.awaitRoom();
            commit(frame(number, 1, size));
        }
        assertPublishersWaitUntilTheEventLoopRan();
        announcer.awaitRoom();
    }

    @Test
    void updates_of_one_object_do_not_make_publishers_wait() throws InterruptedException {
        Listening reader = new Listening(1);
        group.subscribe(address(10), reader);
        for (int counter = 1; counter <= 100; counter++) {
            announcer.awaitRoom();
            commit(frame(10, counter, 1 << 20));
        }
        runEventLoop();
        assertThat(reader.told).hasSize(1);
    }
}
