package io.telemeter.bench.harness;

import java.util.concurrent.locks.LockSupport;

/// When something is to be done: at fixed times, or each time as soon as what came before is done. For one thread.
///
/// At fixed times nothing is left out because the system was slow: what could not begin in time is counted from when it
/// should have begun (no coordinated omission). That this process woke up late is not the system's fault and not counted.
final class Pace {
    private final long startNanos;
    private final double periodNanos;
    private long number;

    /// @param ratePerSecond how often; 0 for as soon as possible
    /// @param offset from 0 to 1: how much of a period the first time lies in the future
    Pace(double ratePerSecond, double offset) {
        this.periodNanos = ratePerSecond > 0 ? 1e9 / ratePerSecond : 0;
        this.startNanos = System.nanoTime() + (long) (offset * periodNanos);
    }

    /// In words, for the report.
    static String describe(double ratePerSecond) {
        return ratePerSecond > 0
                ? "at fixed times, " + ratePerSecond + " /s, late ones counted from when they were due"
                : "each when the one before is done (a closed loop)";
    }

    /// Waits for the next time and returns when it began to count.
    long next() throws InterruptedException {
        long due = startNanos + (long) (number++ * periodNanos);
        long now = System.nanoTime();
        if (periodNanos == 0) {
            return now;
        }
        if (now - due > 0) {
            return due;
        }
        while (now - due < 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(due - now);
            now = System.nanoTime();
        }
        return now;
    }
}
