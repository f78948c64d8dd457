package io.telemeter.cli.configuration;

import io.telemeter.cli.process.LogDetail;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Ghid;

/// What `hypergolix.yml` says, defaults filled in.
///
/// @param root the directory of the file
/// @param instrumentation how much a node logs
/// @param process how `hypergolix start app` runs
/// @param server how `hypergolix start server` serves
/// @param user the account, if the file names it
/// @param remotes the relays of nodes in this home
/// @param warnings one line each, for unknown keys
public record Configuration(
        Path root, Instrumentation instrumentation, NodeService process, Server server, User user, List<URI> remotes,
        List<String> warnings) {
    /// The name of the file in its directory.
    public static final String FILE_NAME = "hypergolix.yml";

    public Configuration {
        remotes = List.copyOf(remotes);
        warnings = List.copyOf(warnings);
    }

    /// The defaults of a home without a file.
    public static Configuration defaults(Path root) {
        Path logs = root.resolve("logs");
        return new Configuration(root, Instrumentation.USUAL,
                new NodeService(logs, root.resolve("hypergolix.pid"), NodeService.DEFAULT_PORT, false),
                new Server(root.resolve("ghidcache"), logs, root.resolve("hgx-server.pid"), Optional.empty(),
                        Server.DEFAULT_PORT, Instrumentation.USUAL),
                User.UNKNOWN, List.of(), List.of());
    }

    /// How much is logged: the `instrumentation:` block, and the keys of the same names in `server:`.
    ///
    /// @param verbosity unless told otherwise `info`
    /// @param debug whether to log debugging lines, and stack traces with errors
    public record Instrumentation(Verbosity verbosity, boolean debug) {
        static final Instrumentation USUAL = new Instrumentation(Verbosity.INFO, false);

        /// The same in the words of the log.
        public LogDetail logDetail() {
            Level level = verbosity.level();
            boolean more = debug && level.getSeverity() > Level.DEBUG.getSeverity();
            return new LogDetail(more ? Level.DEBUG : level, debug);
        }
    }

    /// The `process:` block.
    ///
    /// @param logDirectory `logdir`
    /// @param pidFile `pid_file`
    /// @param ipcPort where programs reach the node, 0 to 65535; 0 takes any free one
    /// @param ipcOpen whether every user of this machine may use it
    public record NodeService(Path logDirectory, Path pidFile, int ipcPort, boolean ipcOpen) {
        /// The port of a node unless told otherwise.
        public static final int DEFAULT_PORT = 7772;
    }

    /// The `user:` block: which account this home has, or is to log in to.
    ///
    /// @param fingerprint `fingerprint`
    /// @param userId `user_id`
    public record User(Optional<Ghid> fingerprint, Optional<Ghid> userId) {
        static final User UNKNOWN = new User(Optional.empty(), Optional.empty());
    }

    /// The `server:` block.
    ///
    /// @param storeDirectory `ghidcache`: holds `relay.db` and `relay.lock`
    /// @param logDirectory `logdir`
    /// @param pidFile `pid_file`
    /// @param host empty for 127.0.0.1, `ANY` for all interfaces, `AUTO` for the one of the default route, else an address
    /// @param port 0 to 65535; 0 takes any free one
    /// @param instrumentation how much a relay logs
    public record Server(
            Path storeDirectory, Path logDirectory, Path pidFile, Optional<String> host, int port,
            Instrumentation instrumentation) {
        /// The port of a relay unless told otherwise.
        public static final int DEFAULT_PORT = 7770;
    }
}
