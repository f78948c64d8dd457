package io.telemeter.cli.monitoring;

import io.telemeter.cli.configuration.ConfigurationException;
import io.telemeter.cli.configuration.ConfigurationSearch;
import io.telemeter.cli.process.LogDetail;
import io.telemeter.cli.process.Logs;
import io.telemeter.cli.process.Service;
import io.telemeter.daemon.LaunchReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hypergolix.golix.Ghid;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What `telemeter` does when no subcommand is named: agent, reader, or what concerns a running agent.
public abstract class MonitoringCommand implements Callable<Integer> {
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
            service().stop();
            return 0;
        }
        if (options.unpair) {
            return unpair();
        }
        return options.foreground ? runAgent() : startAgent();
    }

    private int runAgent() throws Exception {
        Journal journal = Journal.to(System.out);
        if (spec().commandLine().getParseResult().hasMatchedOption("--pidfile")) {
            service().runHere(_ -> runAgent(journal));
        } else {
            runAgent(journal);
        }
        return 0;
    }

    private void runAgent(Journal journal) throws Exception {
        runAgent(journal, fingerprint -> journal.accept("fingerprint " + fingerprint.text()));
    }

    private void runAgent(Journal journal, AgentProgram.Ready ready) throws Exception {
        new AgentProgram(place(), journal).run(Optional.ofNullable(options.pair), ready);
    }

    /// The command itself starts the same command once more, without a terminal; that one finds a report to make.
    private int startAgent() throws Exception {
        Optional<LaunchReport> report = LaunchReport.ofThisProcess();
        if (report.isEmpty()) {
            place();
            service().detach(new byte[0]);
            return 0;
        }
        try (LaunchReport parent = report.get()) {
            return service().runDetached(parent, voice -> {
                Journal journal = Journal.to(System.getLogger("io.telemeter.agent"));
                runAgent(journal, fingerprint -> {
                    journal.accept("fingerprint " + fingerprint.text());
                    voice.say("The agent runs in the background. Its fingerprint:");
                    voice.say(fingerprint.text());
                    voice.ready();
                });
            });
        }
    }

    private Service service() {
        return new Service("agent", options.pidFile, options.homeOrDefault().resolve("logs"), "telemeter",
                LogDetail.USUAL,
                "--stop");
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
