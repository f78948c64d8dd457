package io.telemeter.testkit;

import java.io.Serial;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/// A generator that gives the same bytes for the same seed: for simulations that must be repeatable, and never for
/// secrets. Safe for use by several threads, whose order then decides who gets what.
public final class SeededRandom extends SecureRandom {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient SplittableRandom random;

    public SeededRandom(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public synchronized void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }

    /// Ignored: the seed was given once and for all.
    @Override
    public synchronized void setSeed(long seed) {}
}
