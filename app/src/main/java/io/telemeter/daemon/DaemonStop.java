package io.telemeter.daemon;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.telemeter.daemon.PidFile.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Stops the daemon that runs under a pid file.
///
/// Never signals a process only because its number stands in a file. The process must hold the lock of a pid file by
/// the system's own account; it is named by number and start time before that is looked up, and the signal goes to that
/// number only if the start time is still the same.
public final class DaemonStop {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private DaemonStop() {}

    /// Asks the daemon to end (SIGTERM) and waits until it has. Never kills it.
    ///
    /// @param limit
    ///            how long to wait for its end
    /// @throws IOException
    ///             if the pid file is there and cannot be read, or is none; the message is one line
    public static StopOutcome stop(Path pidFile, Duration limit) throws IOException, InterruptedException {
        Path path = pidFile.toAbsolutePath();
        Look look = PidFile.look(path);
        if (!look.held()) {
            return notRunning(path);
        }
        Optional<ProcessHandle> process = look.pid().stream().boxed().findFirst().flatMap(ProcessHandle::of);
        if (process.isEmpty() || !PidLock.LIFE.mayBeHeldBy(process.get().pid())) {
            // It may have ended by itself since the first look.
            return PidFile.look(path).held() ? new StopOutcome.Elsewhere(path) : notRunning(path);
        }
        if (!process.get().destroy() && isAlive(process.get())) {
            return new StopOutcome.NotPermitted(process.get().pid());
        }
        return awaitEnd(process.get(), limit);
    }

    private static StopOutcome notRunning(Path path) {
        return new StopOutcome.NotRunning(path, Files.exists(path, NOFOLLOW_LINKS));
    }

    private static StopOutcome awaitEnd(ProcessHandle process, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (isAlive(process)) {
            if (System.nanoTime() - end >= 0) {
                return new StopOutcome.StillRunning(process.pid(), limit);
            }
            Thread.sleep(PAUSE);
        }
        return new StopOutcome.Stopped(process.pid());
    }

    /// A process that has ended keeps its number until its parent takes notice, which in a container may be never.
    private static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && !ProcStat.of(process.pid()).map(ProcStat::ended).orElse(false);
    }
}
