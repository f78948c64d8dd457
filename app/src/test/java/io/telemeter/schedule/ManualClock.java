package io.telemeter.schedule;

import java.time.Duration;
import java.util.Optional;

/// Time that a test moves by hand. Any number of sleepers; whoever sleeps past the moment reached goes on.
public final class ManualClock implements AlarmClock {
    private long now = 1_000_000_000L;
    private long wakes;
    private Optional<Long> alarm = Optional.empty();

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized void sleepUntil(long nanos) throws InterruptedException {
        long seen = wakes;
        while (nanos - now > 0 && seen == wakes) {
            alarm = Optional.of(nanos);
            wait();
        }
    }

    @Override
    public synchronized void wake() {
        wakes++;
        alarm = Optional.empty();
        notifyAll();
    }

    /// How long whoever fell asleep last will sleep, if nobody was woken since.
    public synchronized Optional<Duration> sleep() {
        return alarm.map(nanos -> Duration.ofNanos(nanos - now));
    }

    public synchronized void advance(Duration duration) {
        now += duration.toNanos();
        // A sleeper may have looked at the clock before and not slept yet: it looks again.
        wakes++;
        alarm = Optional.empty();
        notifyAll();
    }
}
