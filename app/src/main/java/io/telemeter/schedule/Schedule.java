package io.telemeter.schedule;

/// Where in time the ticks lie: each one interval after the one before, however late it was noticed, so errors do not add
/// up. A tick that is past before anybody waits for it is skipped. After a change of the interval the next tick lies one
/// new interval after the last, or now if that is past.
///
/// Times are nanoseconds of a clock that may begin anywhere and wrap; only differences count.
///
/// @param last
///            the last tick; without meaning before the first
record Schedule(long last, Interval interval, Phase phase) {

    enum Phase {
        /// No tick yet: the first is due at once.
        FIRST,
        /// The last tick was under this interval.
        STEADY,
        /// The interval has changed since the last tick.
        CHANGED
    }

    static Schedule beginning(Interval interval) {
        return new Schedule(0, interval, Phase.FIRST);
    }

    /// The tick to wait for, seen from `now`.
    Tick next(long now) {
        long length = interval.nanos();
        long late = now - (last + length);
        return switch (phase) {
            case FIRST -> new Tick(now, 0);
            case STEADY -> {
                long skipped = late <= 0 ? 0 : Math.ceilDiv(late, length);
                yield new Tick(last + length + skipped * length, skipped);
            }
            case CHANGED -> new Tick(late <= 0 ? last + length : now, 0);
        };
    }

    Schedule after(Tick tick) {
        return new Schedule(tick.nanos(), interval, Phase.STEADY);
    }

    Schedule with(Interval other) {
        if (other.equals(interval)) {
            return this;
        }
        return new Schedule(last, other, phase == Phase.FIRST ? Phase.FIRST : Phase.CHANGED);
    }
}
