package org.hypergolix.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.hypergolix.relay.connection.SilenceWatch.Finding;
import org.hypergolix.relay.limit.RelayLimits.Patience;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = Long.MAX_VALUE - SECOND;

    private final SilenceWatch watch =
            new SilenceWatch(new Patience(1_000, 1_000, 45_000, 30_000, 1_000, 1_000, 1_000), START);

    private Finding check(long second) {
        return watch.check(START + second * SECOND);
    }

    private void hear(long second) {
        watch.heard(START + second * SECOND);
    }

    @Test
    void a_silent_client_is_asked_once_and_then_given_up() {
        assertThat(check(44)).isEqualTo(Finding.ALIVE);
        assertThat(check(45)).isEqualTo(Finding.ASK);
        assertThat(check(46)).isEqualTo(Finding.ALIVE);
        assertThat(check(74)).isEqualTo(Finding.ALIVE);
        assertThat(check(75)).isEqualTo(Finding.GONE);
    }

    @Test
    void who_answers_lives_on() {
        assertThat(check(45)).isEqualTo(Finding.ASK);
        hear(74);
        assertThat(check(75)).isEqualTo(Finding.ALIVE);
        assertThat(check(118)).isEqualTo(Finding.ALIVE);
        assertThat(check(119)).isEqualTo(Finding.ASK);
    }

    @Test
    void the_time_to_answer_begins_with_the_question_however_late_that_is() {
        assertThat(check(1_000)).isEqualTo(Finding.ASK);
        assertThat(check(1_029)).isEqualTo(Finding.ALIVE);
        assertThat(check(1_030)).isEqualTo(Finding.GONE);
    }
}
