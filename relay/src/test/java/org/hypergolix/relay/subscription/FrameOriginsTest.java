package org.hypergolix.relay.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.junit.jupiter.api.Test;

class FrameOriginsTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final FrameOrigins origins = new FrameOrigins(clock::get);

    private static Ghid frame(int number) {
        return new Ghid(Bytes.ofHex(String.format("%0128x", number)));
    }

    @Test
    void the_first_publisher_counts() {
        origins.remember(frame(1), 7);
        origins.remember(frame(1), 8);
        assertThat(origins.take(frame(1))).contains(7L);
        assertThat(origins.take(frame(1))).isEmpty();
    }

    @Test
    void only_the_publisher_can_take_it_back() {
        origins.remember(frame(1), 7);
        origins.forget(frame(1), 8);
        assertThat(origins.size()).isOne();
        origins.forget(frame(1), 7);
        assertThat(origins.size()).isZero();
    }

    @Test
    void forgets_after_ten_minutes() {
        origins.remember(frame(1), 7);
        clock.addAndGet(FrameOrigins.LIFETIME_NANOS - 1);
        origins.remember(frame(2), 7);
        assertThat(origins.size()).isEqualTo(2);
        clock.addAndGet(1);
        origins.remember(frame(3), 7);
        assertThat(origins.take(frame(1))).isEmpty();
        assertThat(origins.take(frame(2))).contains(7L);
    }

    @Test
    void forgets_the_oldest_when_there_are_too_many() {
        for (int number = 0; number <= FrameOrigins.CAPACITY; number++) {
            origins.remember(frame(number), 7);
        }
        assertThat(origins.size()).isEqualTo(FrameOrigins.CAPACITY);
        assertThat(origins.take(frame(0))).isEmpty();
        assertThat(origins.take(frame(1))).contains(7L);
    }
}
