package org.hypergolix.wire.listening;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptLoopTest {
    private final List<String> log = new ArrayList<>();
    private final List<String> served = new ArrayList<>();
    private int turns;
    private int pauses;

    private AcceptLoop<String> loop(int most, AcceptLoop.Accept<String> accept) {
        return new AcceptLoop<>(() -> {
            turns++;
            return accept.next();
        }, served::add, () -> turns < most, () -> pauses++, new Warnings(log::add, () -> 0));
    }

    @Test
    void pauses_after_each_error_and_warns_once() {
        loop(1_000, () -> {
            throw new IOException("Too many open files");
        }).run();

        assertThat(pauses).as("all but the last, which is the end").isEqualTo(999);
        assertThat(log).containsExactly("A connection could not be accepted: reason=Too many open files");
        assertThat(served).isEmpty();
    }

    @Test
    void takes_connections_without_a_pause() {
        loop(3, () -> "connection").run();

        assertThat(served).hasSize(3);
        assertThat(pauses).isZero();
        assertThat(log).isEmpty();
    }

    @Test
    void ends_without_a_word_when_it_is_closed() {
        loop(1, () -> {
            throw new IOException("closed");
        }).run();

        assertThat(log).isEmpty();
    }
}
