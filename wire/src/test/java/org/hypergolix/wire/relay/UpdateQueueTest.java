package org.hypergolix.wire.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.junit.jupiter.api.Test;

class UpdateQueueTest {

    private static final Ghid ONE = new Ghid(Bytes.ofHex("01".repeat(64)));
    private static final Ghid TWO = new Ghid(Bytes.ofHex("02".repeat(64)));

    private static RelayUpdate update(Ghid subject, String object) {
        return new RelayUpdate(subject, Bytes.owning(object.getBytes(StandardCharsets.US_ASCII)));
    }

    private static List<String> drain(UpdateQueue queue) throws InterruptedException {
        queue.close();
        List<String> drained = new ArrayList<>();
        Optional<UpdateQueue.Entry> entry = queue.take();
        while (entry.isPresent()) {
            String object = new String(entry.get().update().object().toArray(), StandardCharsets.US_ASCII);
            drained.add(object + entry.get().tokens());
            entry = queue.take();
        }
        return drained;
    }

    @Test
    void a_frame_replaces_the_waiting_one_of_its_subject_and_both_are_answered() throws InterruptedException {
        UpdateQueue queue = new UpdateQueue(10, 1_000);
        queue.offer(update(ONE, "GOBD a"), 1);
        queue.offer(update(TWO, "GOBD b"), 2);
        queue.offer(update(ONE, "GOBD c"), 3);
        assertThat(drain(queue)).containsExactly("GOBD c[1, 3]", "GOBD b[2]");
    }

    @Test
    void requests_and_removals_never_replace_each_other() throws InterruptedException {
        UpdateQueue queue = new UpdateQueue(10, 1_000);
        queue.offer(update(ONE, "GARQ a"), 1);
        queue.offer(update(ONE, "GARQ b"), 2);
        queue.offer(update(ONE, "GDXX c"), 3);
        assertThat(drain(queue)).containsExactly("GARQ a[1]", "GARQ b[2]", "GDXX c[3]");
    }

    @Test
    void a_frame_after_a_removal_stays_after_it() throws InterruptedException {
        UpdateQueue queue = new UpdateQueue(10, 1_000);
        queue.offer(update(ONE, "GOBD a"), 1);
        queue.offer(update(ONE, "GDXX b"), 2);
        queue.offer(update(ONE, "GOBD c"), 3);
        queue.offer(update(ONE, "GOBD d"), 4);
        assertThat(drain(queue)).containsExactly("GOBD a[1]", "GDXX b[2]", "GOBD d[3, 4]");
    }

    @Test
    void refuses_what_does_not_fit() {
        UpdateQueue queue = new UpdateQueue(2, 20);
        assertThat(queue.offer(update(ONE, "GOBD a"), 1)).isTrue();
        assertThat(queue.offer(update(ONE, "GOBD 456789012345678901"), 2)).isFalse();
        assertThat(queue.offer(update(TWO, "GOBD b"), 3)).isTrue();
        assertThat(queue.offer(update(ONE, "GARQ c"), 4)).isFalse();
        assertThat(queue.offer(update(ONE, "GOBD d"), 5)).isTrue();
    }

    @Test
    void remembers_a_bounded_number_of_tokens() throws InterruptedException {
        UpdateQueue queue = new UpdateQueue(10, 1_000);
        for (int token = 0; token < 1_000; token++) {
            queue.offer(update(ONE, "GOBD a"), token);
        }
        assertThat(queue.take().orElseThrow().tokens()).hasSize(64).startsWith(936).endsWith(999);
    }
}
