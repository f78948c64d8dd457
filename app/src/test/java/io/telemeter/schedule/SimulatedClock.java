package io.telemeter.schedule;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// Time that passes only by sleeping and working. A sleep jumps to its end, and runs on the way what was arranged for a
/// moment before; each waking up is late by as much as the test says.
final class SimulatedClock implements AlarmClock {

    private final long start;
    /// Actions by nanoseconds since the start.
    private final TreeMap<Long, Runnable> arranged = new TreeMap<>();
    private long elapsed;
    private boolean woken;
    private long lateness;
    private int sleeps;

    SimulatedClock(long start) {
        this.start = start;
    }

    @Override
    public long nanoTime() {
        return start + elapsed;
    }

    @Override
    public void sleepUntil(long nanos) {
        long end = nanos - start;
        sleeps++;
        while (!woken && !arranged.isEmpty() && arranged.firstKey() < end) {
            Map.Entry<Long, Runnable> first = arranged.pollFirstEntry();
            elapsed = Math.max(elapsed, first.getKey());
            first.getValue().run();
        }
        if (!woken) {
            elapsed = end + lateness;
        }
        woken = false;
    }

    @Override
    public void wake() {
        woken = true;
    }

    /// Runs something at a moment after the start at which the metronome sleeps.
    void at(Duration moment, Runnable action) {
        arranged.put(moment.toNanos(), action);
    }

    /// Lets time pass while the metronome's thread is busy.
    void work(Duration duration) {
        elapsed += duration.toNanos();
    }

    void wakeLateBy(Duration duration) {
        lateness = duration.toNanos();
    }

    Duration sinceStart(long nanos) {
        return Duration.ofNanos(nanos - start);
    }

    Duration sinceStart() {
        return Duration.ofNanos(elapsed);
    }

    int sleeps() {
        return sleeps;
    }
}
