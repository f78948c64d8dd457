package io.telemeter.daemon;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// What became of the start of a detached program.
public sealed interface LaunchOutcome {

    /// It runs, and said that it is ready.
    record Ready(long pid) implements LaunchOutcome {}

    /// It said why it cannot run, and ends.
    record Failed(String reason) implements LaunchOutcome {
        public Failed {
            requireNonNull(reason, "reason");
        }
    }

    /// It ended without a word. `output` is what else it wrote, at most the last 20 lines;
    /// empty if nothing.
    record Ended(int exitCode, String output) implements LaunchOutcome {
        public Ended {
            requireNonNull(output, "output");
        }
    }

    /// It said neither within that time, and was stopped.
    record TimedOut(Duration limit) implements LaunchOutcome {
        public TimedOut {
            requireNonNull(limit, "limit");
        }
    }
}
