package org.hypergolix.relay.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.relay.subscription.Announcement.NewFrame;
import org.hypergolix.relay.subscription.Announcement.NewRequest;
import org.hypergolix.relay.subscription.Announcement.Removed;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog();

    private static Ghid address(int number) {
        return new Ghid(Bytes.ofHex(String.format("%0128x", number)));
    }

    private static Bytes object(int size) {
        return Bytes.owning(new byte[size]);
    }

    private void add(Announcement announcement) {
        backlog.add(new Delivery(announcement, Delivery.NOBODY));
    }

    private List<Announcement> drain() {
        List<Announcement> drained = new ArrayList<>();
        Optional<Delivery> next = backlog.poll();
        while (next.isPresent()) {
            drained.add(next.get().announcement());
            next = backlog.poll();
        }
        return drained;
    }

    @Test
    void a_frame_takes_the_place_of_the_waiting_one_of_its_address() {
        NewFrame other = new NewFrame(address(2), object(1));
        NewFrame newer = new NewFrame(address(1), object(3));
        add(new NewFrame(address(1), object(2)));
        add(other);
        add(newer);
        assertThat(backlog.size()).isEqualTo(2);
        assertThat(backlog.bytes()).isEqualTo(4);
        assertThat(drain()).containsExactly(newer, other);
        assertThat(backlog.bytes()).isZero();
    }

    @Test
    void a_request_waits_once_and_different_ones_all_wait() {
        NewRequest first = new NewRequest(address(1), address(10), object(1));
        NewRequest second = new NewRequest(address(1), address(11), object(1));
        add(first);
        add(second);
        add(first);
        assertThat(backlog.others()).isEqualTo(2);
        assertThat(drain()).containsExactly(first, second);
        assertThat(backlog.others()).isZero();
    }

    @Test
    void forgets_all_that_waits_for_one_address_and_nothing_else() {
        NewFrame other = new NewFrame(address(2), object(1));
        NewRequest otherRequest = new NewRequest(address(2), address(11), object(1));
        add(new NewRequest(address(1), address(10), object(1)));
        add(other);
        add(otherRequest);
        add(new Removed(address(1), address(20), object(1)));
        add(new NewFrame(address(1), object(5)));
        backlog.forget(address(1));
        assertThat(backlog.others()).isOne();
        assertThat(backlog.bytes()).isEqualTo(2);
        assertThat(drain()).containsExactly(other, otherRequest);
    }

    @Test
    void is_empty_when_cleared() {
        add(new NewFrame(address(1), object(5)));
        add(new NewRequest(address(1), address(10), object(1)));
        backlog.clear();
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(backlog.others()).isZero();
        assertThat(backlog.bytes()).isZero();
    }

    /// Anybody may choose the addresses of frames with a history. Were they only hashed, this would take minutes.
    @Test
    void addresses_made_up_to_have_the_same_hash_do_not_slow_it_down() {
        int count = 100_000;
        for (int number = 0; number < count; number++) {
            add(new NewFrame(address(number), object(1)));
        }
        assertThat(backlog.size()).isEqualTo(count);
        assertThat(drain()).hasSize(count);
    }

    @Test
    void a_removal_takes_the_waiting_frame_away_and_a_later_frame_stays_behind_it() {
        Removed removal = new Removed(address(1), address(20), object(1));
        NewFrame later = new NewFrame(address(1), object(1));
        add(new NewFrame(address(1), object(5)));
        add(removal);
        add(later);
        assertThat(backlog.bytes()).isEqualTo(2);
        assertThat(drain()).containsExactly(removal, later);
    }
}
