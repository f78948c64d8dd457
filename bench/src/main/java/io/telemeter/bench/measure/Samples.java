package io.telemeter.bench.measure;

import java.util.Arrays;
import java.util.Collection;

/// Every duration that was measured, in nanoseconds: percentiles come from all of them, not from an estimate.
///
/// For one thread; [#merged] joins those of several.
public final class Samples {
    private long[] values = new long[1_024];
    private int size;

    /// All of `parts` together.
    public static Samples merged(Collection<Samples> parts) {
        Samples all = new Samples();
        for (Samples part : parts) {
            for (int index = 0; index < part.size; index++) {
                all.add(part.values[index]);
            }
        }
        return all;
    }

    /// Adds one.
    public void add(long nanos) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = nanos;
    }

    /// How many there are.
    public int size() {
        return size;
    }

    /// The smallest sample that `percent` of all do not exceed (nearest rank: never between two, never below).
    ///
    /// @param percent above 0, at most 100
    /// @throws IllegalStateException if there are none
    public long percentile(double percent) {
        if (size == 0) {
            throw new IllegalStateException("Nothing was measured.");
        }
        if (percent <= 0 || percent > 100) {
            throw new IllegalArgumentException("A percentile is above 0 and at most 100.");
        }
        long[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        // 99.9 % of 1,000 is 999.0000000000001 in binary.
        int rank = (int) Math.ceil(percent * size / 100 - 1e-9);
        return sorted[Math.clamp(rank, 1, size) - 1];
    }
}
