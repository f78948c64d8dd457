package io.telemeter.sampling;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Shares of a whole, rounded as psutil rounds them.
final class Percent {

    private Percent() {}

    /// `part / whole * 100` with one decimal; 0.0 of nothing.
    static double of(long part, long whole) {
        return whole == 0 ? 0.0 : oneDecimal((double) part / whole * 100);
    }

    /// Python's `round(x, 1)`: half-even, on the exact value of the double. `Math.round(x * 10) / 10.0` and
    /// `String.format("%.1f")` differ from it, for example for 1/16 (6.25 %: here 6.2, there 6.3).
    private static double oneDecimal(double percent) {
        return new BigDecimal(percent).setScale(1, RoundingMode.HALF_EVEN).doubleValue();
    }
}
