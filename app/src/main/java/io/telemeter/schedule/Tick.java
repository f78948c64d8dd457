package io.telemeter.schedule;

/// One moment at which something is due.
///
/// @param nanos
///            when it was due, on the clock of the [Metronome]
/// @param skipped
///            how many ticks before it were past before anybody waited for them
public record Tick(long nanos, long skipped) {}
