package io.telemeter.schedule;

import java.util.Optional;

/// Lets one thread wait for tick after tick, the first at once, the others one interval apart without drift. What is past
/// when the thread comes to wait is skipped, and counted in the next [Tick].
///
/// Thread-safe: one thread waits, any thread may change the interval or stop. As no interval is below a second, ticks are
/// never closer than that either, however often the interval changes.
public final class Metronome {

    private final AlarmClock clock;
    private Schedule schedule;
    private boolean stopped;

    public Metronome(AlarmClock clock, Interval interval) {
        this.clock = clock;
        this.schedule = Schedule.beginning(interval);
    }

    /// Waits for the next tick; returns it late if the thread was held up, but never early.
    ///
    /// @return empty once [#stop()] was called, also in the midst of waiting
    /// @throws InterruptedException
    ///             if the thread is interrupted; the tick is then still to come
    public Optional<Tick> awaitTick() throws InterruptedException {
        Schedule seen = null;
        Tick next = null;
        while (true) {
            long now = clock.nanoTime();
            synchronized (this) {
                if (stopped) {
                    return Optional.empty();
                }
                // Chosen once: seen from after its own moment, it would be one to skip.
                if (seen == null || next == null || !seen.equals(schedule)) {
                    seen = schedule;
                    next = seen.next(now);
                }
                if (next.nanos() - now <= 0) {
                    schedule = seen.after(next);
                    return Optional.of(next);
                }
            }
            clock.sleepUntil(next.nanos());
        }
    }

    /// The interval in force.
    public synchronized Interval interval() {
        return schedule.interval();
    }

    /// Puts another interval in force at once: the next tick comes one new interval after the last one, or now if that is
    /// past. The same interval again changes nothing.
    public void change(Interval interval) {
        synchronized (this) {
            schedule = schedule.with(interval);
        }
        clock.wake();
    }

    /// Ends the waiting at once and for good.
    public void stop() {
        synchronized (this) {
            stopped = true;
        }
        clock.wake();
    }
}
