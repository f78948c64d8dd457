package io.telemeter.cli.process;

import io.telemeter.console.FailureText;
import io.telemeter.daemon.DaemonStop;
import io.telemeter.daemon.DetachedLaunch;
import io.telemeter.daemon.LaunchOutcome;
import io.telemeter.daemon.LaunchReport;
import io.telemeter.daemon.PidFile;
import io.telemeter.daemon.StopOutcome;
import io.telemeter.daemon.ThisProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.OptionalLong;

/// Something that runs once under its pid file, here or in the background, until somebody stops it.
///
/// @param name for people, such as `node`
/// @param pidFile locked while it runs
/// @param logDirectory for its log when it runs in the background; it and the directory above it, the home as a rule, are
///     made if they are missing
/// @param logName the name of the log files
/// @param detail how much is logged
/// @param stopWith for people, what stops it
public record Service(
        String name, Path pidFile, Path logDirectory, String logName, LogDetail detail, String stopWith) {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /// What it does.
    @FunctionalInterface
    public interface Body {
        /// Runs until it is stopped.
        void run(Voice voice) throws Exception;
    }

    /// How it speaks to the person who started it.
    public interface Voice {
        /// One line.
        void say(String line) throws IOException;

        /// It runs; nothing more is said.
        void ready() throws IOException;
    }

    /// Runs it here, with its log on standard error.
    public void runHere(Body body) throws Exception {
        try (PidFile _ = claim()) {
            if (detail.equals(LogDetail.USUAL)) {
                Logs.toStandardError();
            } else {
                Logs.toStandardError(detail);
            }
            body.run(new Voice() {
                @Override
                public void say(String line) {
                    System.out.println(line);
                }

                @Override
                public void ready() {
                    System.out.flush();
                }
            });
        }
    }

    /// Runs it in this process, which another one started for that and waits for its report.
    ///
    /// @return the exit code
    public int runDetached(LaunchReport parent, Body body) {
        try (PidFile _ = claim()) {
            Logs.toFile(logDirectory, logName, detail);
            body.run(new Voice() {
                @Override
                public void say(String line) throws IOException {
                    parent.say(line);
                }

                @Override
                public void ready() throws IOException {
                    parent.ready();
                }
            });
            return 0;
        } catch (Exception failure) {
            // Whoever waits for the report prints it; there is no terminal here.
            parent.failed(FailureText.of(failure));
            System.getLogger(Service.class.getName()).log(System.Logger.Level.ERROR, the() + " ends", failure);
            return 1;
        }
    }

    /// Starts this very command once more in the background and prints what it reports.
    ///
    /// @param input all of its standard input
    /// @throws IOException if it does not come up; one line that says why
    public void detach(byte[] input) throws IOException, InterruptedException {
        LaunchOutcome outcome = DetachedLaunch.start(ThisProgram.command(), input, START_LIMIT, System.out::println);
        switch (outcome) {
            case LaunchOutcome.Ready _ -> {}
            case LaunchOutcome.Failed(String reason) -> throw new IOException(reason);
            case LaunchOutcome.Ended(int code, String output) -> throw new IOException(
                    the() + " ended with code " + code + (output.isBlank() ? "." : ": " + output.strip()));
            case LaunchOutcome.TimedOut(Duration limit) -> throw new IOException(
                    the() + " was not ready after " + limit.toSeconds() + " s and was stopped.");
        }
    }

    /// Stops it and waits for its end.
    ///
    /// @throws IOException if it does not run or does not end; one line that says what to do
    public void stop() throws IOException, InterruptedException {
        switch (DaemonStop.stop(pidFile, STOP_LIMIT)) {
            case StopOutcome.Stopped(long pid) -> System.out.println("Stopped " + the() + " (pid " + pid + ").");
            case StopOutcome.NotRunning(Path path, boolean left) -> throw new IOException(
                    "no " + name + " runs under " + path + (left ? "; the file was left by a crash." : "."));
            case StopOutcome.StillRunning(long pid, Duration waited) -> throw new IOException(
                    the() + " (pid " + pid + ") still runs " + waited.toSeconds() + " s after it was asked to end.");
            case StopOutcome.NotPermitted(long pid) -> throw new IOException(
                    the() + " (pid " + pid + ") belongs to another user; run this as that user.");
            case StopOutcome.Elsewhere(Path path) -> throw new IOException(
                    the() + " of " + path + " runs on another machine or in another container.");
        }
    }

    private String the() {
        return "the " + name;
    }

    private PidFile claim() throws IOException {
        Path directory = logDirectory.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return switch (PidFile.claim(pidFile)) {
            case PidFile.Claim.Held(PidFile file) -> file;
            case PidFile.Claim.AlreadyRunning(OptionalLong pid) -> throw new IOException(
                    the() + " is running already under " + pidFile.toAbsolutePath()
                            + (pid.isPresent() ? " (pid " + pid.getAsLong() + ")" : "") + "; stop it with " + stopWith
                            + ".");
        };
    }
}
