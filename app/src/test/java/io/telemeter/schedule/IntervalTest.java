package io.telemeter.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.schedule.IntervalRequest.None;
import io.telemeter.schedule.IntervalRequest.NotFinite;
import io.telemeter.schedule.IntervalRequest.Seconds;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {

    private static final Interval TWELVE = new Interval(Duration.ofSeconds(12));

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 5", "+5, 5", "1.5, 1.5", "1., 1", "0.25e1, 2.5", "86400, 86400", "864E2, 86400",
            "86400.000, 86400", "001, 1", "3.0000000004, 3"})
    void reads_a_number_of_seconds_from_the_command_line(String text, String seconds) {
        assertThat(Interval.parse(text).seconds()).isEqualTo(new BigDecimal(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "5 ", "five", "5s", "NaN", "Infinity", "-Infinity", "inf", "0", "-1", "-0",
            "0.999999999999",
            "86400.000000000001", "86401", "1e999", "1e-999", "1e9999999999", "0x10", "1d", "1,5", "1_0", "٥", "."})
    void refuses_everything_else_from_the_command_line(String text) {
        assertThatThrownBy(() -> Interval.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the interval must be a number of seconds from 1 to 86400");
    }

    @Test
    void refuses_a_number_of_endless_length() {
        String text = "1" + "0".repeat(1_000_000);

        assertThatThrownBy(() -> Interval.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void is_never_outside_its_range() {
        assertThatThrownBy(() -> new Interval(Duration.ofMillis(999))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Interval(Duration.ofDays(1).plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "1, 1", "86400, 86400", "0.5, 1", "0, 1", "-7, 1", "1e-400, 1", "86400.1, 86400", "1e9, 86400",
            "1e2000000000, 86400", "-1e2000000000, 1", "2.0000000015, 2.000000002"})
    void an_agent_brings_a_number_into_the_range(BigDecimal asked, BigDecimal seconds) {
        assertThat(new Seconds(asked).effective(TWELVE).seconds()).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void an_agent_keeps_its_interval_when_the_number_is_not_finite(double asked) {
        assertThat(IntervalRequest.of(asked)).isEqualTo(new NotFinite());
        assertThat(IntervalRequest.of(asked).effective(TWELVE)).isEqualTo(TWELVE);
    }

    @ParameterizedTest
    @CsvSource({"2.5, 2.5", "0.1, 1", "1e300, 86400", "-1e300, 1", "4.9e-324, 1"})
    void takes_a_floating_point_number_too(double asked, BigDecimal seconds) {
        assertThat(IntervalRequest.of(asked).effective(TWELVE).seconds()).isEqualTo(seconds);
    }

    @Test
    void an_agent_falls_back_to_the_default_when_nothing_is_asked() {
        assertThat(new None().effective(TWELVE)).isEqualTo(Interval.DEFAULT);
        assertThat(Interval.DEFAULT.seconds()).isEqualTo(new BigDecimal("5"));
    }
}
