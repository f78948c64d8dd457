package io.telemeter.cli.relay;

import io.telemeter.cli.configuration.Configuration;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `start server` took before there was a configuration file. Giving any of it is an error that names the key that
/// stands for it now. `-V`, which was the verbosity, asks for the version, as everywhere.
final class ObsoleteOptions {
    @Parameters(arity = "0..1", hidden = true)
    private @Nullable String pidFile;

    @Option(names = {"-c", "--cachedir"}, hidden = true)
    private @Nullable String cacheDirectory;

    @Option(names = {"-H", "--host"}, hidden = true)
    private @Nullable String host;

    @Option(names = {"-p", "--port"}, hidden = true)
    private @Nullable String port;

    @Option(names = "--chdir", hidden = true)
    private @Nullable String workingDirectory;

    @Option(names = "--logdir", hidden = true)
    private @Nullable String logDirectory;

    @Option(names = "--debug", hidden = true)
    private boolean debug;

    @Option(names = "--traceur", hidden = true)
    private boolean traceur;

    @Option(names = "--verbosity", hidden = true)
    private @Nullable String verbosity;

    /// What is wrong with the command line; empty if nothing of this was given.
    Optional<String> objection(Path root) {
        return key().map(key -> "The relay's settings stand in " + root.resolve(Configuration.FILE_NAME) + ": "
                + (key.isEmpty() ? "this option means nothing any more" : "set " + key + " there") + ".");
    }

    private Optional<String> key() {
        if (pidFile != null) {
            return Optional.of("server.pid_file");
        } else if (cacheDirectory != null) {
            return Optional.of("server.ghidcache");
        } else if (host != null) {
            return Optional.of("server.host");
        } else if (port != null) {
            return Optional.of("server.port");
        } else if (logDirectory != null) {
            return Optional.of("server.logdir");
        } else if (debug) {
            return Optional.of("server.debug");
        } else if (verbosity != null) {
            return Optional.of("server.verbosity");
        }
        return workingDirectory != null || traceur ? Optional.of("") : Optional.empty();
    }
}
