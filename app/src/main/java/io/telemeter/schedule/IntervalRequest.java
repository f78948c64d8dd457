package io.telemeter.schedule;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/// What the interval object of the paired reader says at one moment. All it can do is set one clamped number.
public sealed interface IntervalRequest {

    /// A number.
    record Seconds(BigDecimal value) implements IntervalRequest {
        public Seconds {
            requireNonNull(value, "value");
        }
    }

    /// Not a number, or an infinite one, as the original's JSON allows.
    record NotFinite() implements IntervalRequest {}

    /// There is no interval object, or it was deleted, or it holds something else than a number.
    record None() implements IntervalRequest {}

    /// The request that a floating-point number makes.
    static IntervalRequest of(double seconds) {
        return Double.isFinite(seconds) ? new Seconds(new BigDecimal(seconds)) : new NotFinite();
    }

    /// The interval an agent keeps from now on: the number, brought into the allowed range; the current one if the number
    /// is not finite; the default if there is none.
    default Interval effective(Interval current) {
        return switch (this) {
            case Seconds(BigDecimal value) -> Interval.clamped(value);
            case NotFinite() -> current;
            case None() -> Interval.DEFAULT;
        };
    }
}
