package io.telemeter.schedule;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Pattern;

/// The time from one status to the next: 1 s to 24 h, in whole nanoseconds.
public record Interval(Duration length) {

    private static final int LEAST_SECONDS = 1;
    private static final int MOST_SECONDS = 86_400;

    /// What an agent keeps until its reader asks for something else: 5 s.
    public static final Interval DEFAULT = new Interval(Duration.ofSeconds(5));

    /// 1 s.
    public static final Interval MINIMUM = new Interval(Duration.ofSeconds(LEAST_SECONDS));

    /// 24 h.
    public static final Interval MAXIMUM = new Interval(Duration.ofSeconds(MOST_SECONDS));

    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
    private static final int MOST_CHARACTERS = 100;

    /// @throws IllegalArgumentException
    ///             if the length is not from 1 s to 24 h
    public Interval {
        requireNonNull(length, "length");
        if (length.compareTo(Duration.ofSeconds(LEAST_SECONDS)) < 0
                || length.compareTo(Duration.ofSeconds(MOST_SECONDS)) > 0) {
            throw new IllegalArgumentException("an interval is 1 s to 24 h, not " + length);
        }
    }

    /// Reads what a user typed: a decimal number of seconds, such as `5`, `0.25e1` or `1.5`.
    ///
    /// @throws IllegalArgumentException
    ///             if it is not a number from 1 to 86400; the message is one line, without the text itself
    public static Interval parse(String text) {
        if (text.length() <= MOST_CHARACTERS && DECIMAL.matcher(text).matches()) {
            BigDecimal seconds = new BigDecimal(text);
            if (clamp(seconds).compareTo(seconds) == 0) {
                return clamped(seconds);
            }
        }
        throw new IllegalArgumentException(
                "the interval must be a number of seconds from " + LEAST_SECONDS + " to " + MOST_SECONDS);
    }

    /// The allowed interval next to a number of seconds.
    public static Interval clamped(BigDecimal seconds) {
        BigDecimal nanos = clamp(seconds).movePointRight(9).setScale(0, RoundingMode.HALF_EVEN);
        return new Interval(Duration.ofNanos(nanos.longValueExact()));
    }

    private static BigDecimal clamp(BigDecimal seconds) {
        return seconds.max(BigDecimal.valueOf(LEAST_SECONDS)).min(BigDecimal.valueOf(MOST_SECONDS));
    }

    /// The length as a decimal number of seconds, as it is written into an interval object: `5`, `1.5`.
    public BigDecimal seconds() {
        BigDecimal seconds = BigDecimal.valueOf(length.toNanos(), 9).stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
    }

    long nanos() {
        return length.toNanos();
    }
}
