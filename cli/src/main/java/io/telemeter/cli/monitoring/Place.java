package io.telemeter.cli.monitoring;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxOptions;

/// Where a program of Telemeter keeps its account, and which relays it uses.
///
/// @param home the directory of account and pairing
/// @param relays at least one
record Place(Path home, List<URI> relays) {
    /// Statuses are small; what a hostile relay sends need not fit.
    private static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    /// A push waits at most this long for a slow relay; the status is on disk and queued by then.
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    Place {
        relays = List.copyOf(relays);
    }

    /// Makes the home if it is missing, for its owner only.
    void prepare() throws IOException {
        if (!Files.isDirectory(home)) {
            Files.createDirectories(home,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /// Opens the account, made on first use, with a key file instead of a password.
    HgxLink connect() {
        HgxOptions.Builder options =
                HgxOptions.home(home).requestTimeout(REQUEST_TIMEOUT).maxMessageBytes(MAX_MESSAGE_BYTES);
        relays.forEach(options::relay);
        return HgxLink.connect(options.build());
    }

    /// What the agent remembers of its monitor.
    Path agentPairing() {
        return home.resolve("telemeter-agent.properties");
    }

    /// What a reader remembers of `agent`.
    Path monitorPairing(Ghid agent) {
        return home.resolve("telemeter-reader-" + agent.text().substring(0, 22) + ".properties");
    }
}
