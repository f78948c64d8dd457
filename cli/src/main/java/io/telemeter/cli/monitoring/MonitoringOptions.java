package io.telemeter.cli.monitoring;

import io.telemeter.schedule.Interval;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Ghid;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The options of `telemeter` itself.
final class MonitoringOptions {
    @Option(names = "--telereader", paramLabel = "FINGERPRINT",
            description = "Read the statuses of the agent with this fingerprint, in the foreground.")
    @Nullable
    Ghid agent;

    @Option(names = "--interval", paramLabel = "SECONDS", converter = Seconds.class,
            description = "With --telereader: ask the agent for a status every SECONDS, 1 to 86400. An interval typed"
                    + " while the reader runs does the same.")
    @Nullable
    Interval interval;

    @Option(names = "--foreground",
            description = "Run the agent in the foreground, for service managers and containers.")
    boolean foreground;

    @Option(names = "--pair", paramLabel = "FINGERPRINT",
            description = "Start the agent paired with this monitor; nobody else is accepted.")
    @Nullable
    Ghid pair;

    @Option(names = "--unpair",
            description = "Forget the paired monitor; it sees nothing more. The agent must not be running.")
    boolean unpair;

    @Option(names = "--home", paramLabel = "DIR",
            description = "Where the account is kept. Default: $HYPERGOLIX_HOME, else ~/.hypergolix.")
    @Nullable
    Path home;

    @Option(names = "--relay", paramLabel = "URL", converter = RelayUrl.class,
            description = "A relay, ws://HOST:PORT/ or wss://HOST/. May be given several times; the same for agent and"
                    + " reader. Default: the remotes of hypergolix.yml in the home.")
    List<URI> relays = new ArrayList<>();

    @Option(names = "--pidfile", paramLabel = "PATH", defaultValue = "telemeter.pid",
            description = "The pid file of the agent in the background. Default: ${DEFAULT-VALUE}.")
    Path pidFile = Path.of("telemeter.pid");

    @Option(names = "--stop", description = "Stop the agent of that pid file.")
    boolean stop;

    Path homeOrDefault() {
        if (home != null) {
            return home.toAbsolutePath().normalize();
        }
        return Optional.ofNullable(System.getenv("HYPERGOLIX_HOME")).filter(value -> !value.isBlank()).map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".hypergolix")).toAbsolutePath().normalize();
    }

    /// An interval in decimal seconds.
    static final class Seconds implements ITypeConverter<Interval> {
        @Override
        public Interval convert(String value) {
            try {
                return Interval.parse(value);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(String.valueOf(wrong.getMessage()));
            }
        }
    }

    /// The address of a relay.
    static final class RelayUrl implements ITypeConverter<URI> {
        @Override
        public URI convert(String value) {
            URI uri;
            try {
                uri = URI.create(value);
            } catch (IllegalArgumentException _) {
                throw new TypeConversionException(
                        "A relay is an address like ws://127.0.0.1:7770/ or wss://relay.example/.");
            }
            boolean websocket = "ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
            if (!websocket || uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
                throw new TypeConversionException(
                        "A relay is an address like ws://127.0.0.1:7770/ or wss://relay.example/, not '" + value
                                + "'.");
            }
            return uri;
        }
    }
}
