package io.telemeter.daemon;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/// What became of the attempt to stop a daemon.
public sealed interface StopOutcome {

    /// It was asked to end and has ended.
    record Stopped(long pid) implements StopOutcome {}

    /// Nothing runs under this pid file. `left` says whether the file is there all the same, left by a crash.
    record NotRunning(Path pidFile, boolean left) implements StopOutcome {
        public NotRunning {
            requireNonNull(pidFile, "pidFile");
        }
    }

    /// It was asked to end and still runs after that time.
    record StillRunning(long pid, Duration waited) implements StopOutcome {
        public StillRunning {
            requireNonNull(waited, "waited");
        }
    }

    /// The system did not let this user ask it.
    record NotPermitted(long pid) implements StopOutcome {}

    /// The file is held, but not by a process that can be seen here: it runs on another machine or in another
    /// container.
    record Elsewhere(Path pidFile) implements StopOutcome {
        public Elsewhere {
            requireNonNull(pidFile, "pidFile");
        }
    }
}
