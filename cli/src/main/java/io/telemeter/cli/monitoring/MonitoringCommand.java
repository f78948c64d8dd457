package io.telemeter.cli.monitoring;

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
        Journal journal = new Journal(System.out);
        new AgentProgram(place(), journal).run(Optional.ofNullable(options.pair), fingerprint -> {
            journal.accept("fingerprint " + fingerprint.text());
        });
        return 0;
    }

    private int startAgent() throws Exception {
        throw new UnsupportedOperationException();
    }

    private int stop() {
        throw new UnsupportedOperationException();
    }

    private int unpair() throws IOException {
        Optional<Ghid> monitor =
                new AgentProgram(new Place(options.homeOrDefault(), List.of()), new Journal(System.out))
                        .unpair();
        System.out.println(monitor.map(fingerprint -> "No longer paired with " + fingerprint.text() + ".")
                .orElse("Nobody was paired."));
        return 0;
    }

    private Place place() {
        Path home = options.homeOrDefault();
        List<URI> relays = options.relays;
        if (relays.isEmpty()) {
            throw wrong("Name a relay that agent and reader both reach, for example --relay ws://127.0.0.1:7770/.");
        }
        return new Place(home, relays);
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("The command runs only through its command line.");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
