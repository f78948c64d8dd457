package org.hypergolix.node.sync;

import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: full jitter, so that a thousand nodes do not come back at once.
final class Backoff {
    static final long LEAST_MILLIS = 250;
    static final long MOST_MILLIS = 30_000;

    /// A conversation that lasted as long as this was no failure.
    static final long STABLE_MILLIS = 10_000;

    private Backoff() {}

    /// A random wait below `min(30 s, 0.25 s * 2^failures)`.
    static long delayMillis(int failures, RandomGenerator random) {
        long most = failures >= 7 ? MOST_MILLIS : Math.min(MOST_MILLIS, LEAST_MILLIS << failures);
        return random.nextLong(most);
    }
}
