package org.hypergolix.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.hypergolix.wire.websocket.Heartbeat.Step;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final long SECOND = 1_000_000_000L;

    private final Heartbeat heartbeat = new Heartbeat(WebSocketOptions.defaults(), 0);

    @Test
    void asks_for_a_sign_of_life_after_thirty_seconds_without_a_byte() {
        assertThat(heartbeat.next(29 * SECOND)).isEqualTo(Step.NOTHING);
        assertThat(heartbeat.next(30 * SECOND)).isEqualTo(Step.PING);
        assertThat(heartbeat.next(31 * SECOND)).isEqualTo(Step.NOTHING);
    }

    @Test
    void gives_a_peer_up_that_does_not_answer_the_question() {
        assertThat(heartbeat.next(30 * SECOND)).isEqualTo(Step.PING);
        assertThat(heartbeat.next(49 * SECOND)).isEqualTo(Step.NOTHING);
        assertThat(heartbeat.next(50 * SECOND)).isEqualTo(Step.GIVE_UP);
    }

    @Test
    void any_byte_is_a_sign_of_life() {
        assertThat(heartbeat.next(30 * SECOND)).isEqualTo(Step.PING);
        heartbeat.received(45 * SECOND);
        assertThat(heartbeat.next(50 * SECOND)).isEqualTo(Step.NOTHING);
        assertThat(heartbeat.next(75 * SECOND)).isEqualTo(Step.PING);
    }

    @Test
    void sends_a_pong_after_57_seconds_without_a_message_though_pongs_came() {
        heartbeat.received(29 * SECOND);
        heartbeat.received(56 * SECOND);
        assertThat(heartbeat.next(56 * SECOND)).isEqualTo(Step.NOTHING);
        assertThat(heartbeat.next(57 * SECOND)).isEqualTo(Step.PONG);
        heartbeat.received(84 * SECOND);
        heartbeat.received(112 * SECOND);
        assertThat(heartbeat.next(113 * SECOND)).isEqualTo(Step.NOTHING);
        assertThat(heartbeat.next(114 * SECOND)).isEqualTo(Step.PONG);
    }

    @Test
    void a_message_restarts_the_time_until_the_pong() {
        heartbeat.received(50 * SECOND);
        heartbeat.message(50 * SECOND);
        assertThat(heartbeat.next(57 * SECOND)).isEqualTo(Step.NOTHING);
    }
}
