package io.telemeter.cli.monitoring;

import io.telemeter.cli.configuration.ConfigurationException;
import io.telemeter.cli.configuration.ConfigurationSearch;
import io.telemeter.cli.process.Logs;
import io.telemeter.daemon.DaemonStop;
import io.telemeter.daemon.DetachedLaunch;
import io.telemeter.daemon.LaunchOutcome;
import io.telemeter.daemon.LaunchReport;
import io.telemeter.daemon.PidFile;
import io.telemeter.daemon.StopOutcome;
import io.telemeter.daemon.ThisProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.hypergolix.golix.Ghid;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What `telemeter` does when no subcommand is named: agent, reader, or what concerns a running agent.
public abstract class MonitoringCommand implements Callable<Integer> {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    @Mixin
    private MonitoringOptions options = new MonitoringOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        Logs.toStandardError();
        Optional<Ghid> agent = Optional.ofNullable(options.agent);
        if (agent.isPresent()) {
            new ReaderProgram(place(), System.out, System.err).run(agent.get(), Optional.ofNullable(options.interval));
            return 0;
        }
        if (options.stop) {
            return stop();
        }
        if (options.unpair) {
            return unpair();
        }
        return options.foreground ? runAgent() : startAgent();
    }

    private int runAgent() throws Exception {
        Journal journal = Journal.to(System.out);
        if (spec().commandLine().getParseResult().hasMatchedOption("--pidfile")) {
            try (PidFile _ = claimPidFile()) {
                runAgent(journal, fingerprint -> journal.accept("fingerprint " + fingerprint.text()));
            }
        } else {
            runAgent(journal, fingerprint -> journal.accept("fingerprint " + fingerprint.text()));
        }
        return 0;
    }

    private void runAgent(Journal journal, AgentProgram.Ready ready) throws Exception {
        new AgentProgram(place(), journal).run(Optional.ofNullable(options.pair), ready);
    }

    /// The command itself starts the same command once more, without a terminal; that one finds a report to make.
    private int startAgent() throws Exception {
        Optional<LaunchReport> report = LaunchReport.ofThisProcess();
        if (report.isEmpty()) {
            place();
            return detach();
        }
        try (LaunchReport parent = report.get()) {
            return runDetached(parent);
        }
    }

    private int runDetached(LaunchReport parent) {
        try (PidFile _ = claimPidFile()) {
            Place place = place();
            place.prepare();
            Logs.toFile(place.home().resolve("logs"), "telemeter");
            Journal journal = Journal.to(System.getLogger("io.telemeter.agent"));
            runAgent(journal, fingerprint -> {
                journal.accept("fingerprint " + fingerprint.text());
                parent.say("The agent runs in the background. Its fingerprint:");
                parent.say(fingerprint.text());
                parent.ready();
            });
            return 0;
        } catch (Exception failure) {
            // Whoever waits for the report prints it; there is no terminal here.
            parent.failed(failure.getMessage() == null ? failure.toString() : failure.getMessage());
            System.getLogger("io.telemeter.agent").log(System.Logger.Level.ERROR, "the agent ends", failure);
            return 1;
        }
    }

    private int detach() throws IOException, InterruptedException {
        LaunchOutcome outcome = DetachedLaunch.start(ThisProgram.command(), START_LIMIT, System.out::println);
        return switch (outcome) {
            case LaunchOutcome.Ready _ -> 0;
            case LaunchOutcome.Failed(String reason) -> failed(reason);
            case LaunchOutcome.Ended(int code, String output) ->
                failed("the agent ended with code " + code + (output.isBlank() ? "." : ": " + output.strip()));
            case LaunchOutcome.TimedOut(Duration limit) ->
                failed("the agent was not ready after " + limit.toSeconds() + " s and was stopped.");
        };
    }

    private PidFile claimPidFile() throws IOException {
        return switch (PidFile.claim(options.pidFile)) {
            case PidFile.Claim.Held(PidFile file) -> file;
            case PidFile.Claim.AlreadyRunning(OptionalLong pid) ->
                throw new IOException("an agent is running already under " + options.pidFile.toAbsolutePath()
                        + (pid.isPresent() ? " (pid " + pid.getAsLong() + ")" : "") + "; stop it with --stop.");
        };
    }

    private int stop() throws IOException, InterruptedException {
        Path path = options.pidFile.toAbsolutePath();
        return switch (DaemonStop.stop(options.pidFile, STOP_LIMIT)) {
            case StopOutcome.Stopped(long pid) -> {
                System.out.println("Stopped the agent (pid " + pid + ").");
                yield 0;
            }
            case StopOutcome.NotRunning(Path _, boolean left) ->
                failed("no agent runs under " + path + (left ? "; the file was left by a crash." : "."));
            case StopOutcome.StillRunning(long pid, Duration waited) ->
                failed("the agent (pid " + pid + ") still runs " + waited.toSeconds()
                        + " s after it was asked to end.");
            case StopOutcome.NotPermitted(long pid) ->
                failed("the agent (pid " + pid + ") belongs to another user; run this as that user.");
            case StopOutcome.Elsewhere(Path _) ->
                failed("the agent of " + path + " runs on another machine or in another container.");
        };
    }

    private int failed(String reason) {
        System.err.println("telemeter: " + reason);
        return 1;
    }

    private int unpair() throws IOException {
        Optional<Ghid> monitor = new AgentProgram(new Place(options.homeOrDefault(), List.of()), Journal.to(System.out))
                .unpair();
        System.out.println(monitor.map(fingerprint -> "No longer paired with " + fingerprint.text() + ".")
                .orElse("Nobody was paired."));
        return 0;
    }

    private Place place() throws ConfigurationException {
        Path home = options.homeOrDefault();
        List<URI> relays = options.relays;
        if (relays.isEmpty()) {
            relays = ConfigurationSearch.in(home).remotes();
        }
        if (relays.isEmpty()) {
            throw wrong("Name a relay that agent and reader both reach, for example --relay ws://127.0.0.1:7770/.");
        }
        return new Place(home, relays);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("The command runs only through its command line.");
        }
        return spec;
    }
}
