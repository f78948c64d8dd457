package io.telemeter.cli.configuration;

import io.telemeter.console.FailureText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the configuration: `$HYPERGOLIX_HOME`, the working directory, `~/.hypergolix`, `/etc/hypergolix`; the first wins.
///
/// Where `$HYPERGOLIX_HOME` is set, nothing else is looked at. Elsewhere a file counts only if it belongs to this user or
/// root and nobody else can write it or its directory: a planted file must not choose where data goes.
public final class ConfigurationSearch {
    private ConfigurationSearch() {}

    /// The configuration that applies here.
    ///
    /// @return empty if there is none and no home was named
    /// @throws ConfigurationException if the first file found cannot be used
    public static Optional<Configuration> find(Map<String, String> environment) throws ConfigurationException {
        Optional<String> named =
                Optional.ofNullable(environment.get("HYPERGOLIX_HOME")).filter(value -> !value.isBlank());
        if (named.isPresent()) {
            return Optional.of(in(Path.of(named.get()).toAbsolutePath().normalize()));
        }
        List<Path> directories = new ArrayList<>();
        directories.add(Path.of("").toAbsolutePath());
        directories.add(Path.of(System.getProperty("user.home"), ".hypergolix"));
        directories.add(Path.of("/etc/hypergolix"));
        for (Path directory : directories) {
            Path file = directory.resolve(Configuration.FILE_NAME);
            if (Files.isRegularFile(file)) {
                requireTrusted(file);
                requireTrusted(directory);
                return Optional.of(ConfigurationReader.read(file));
            }
        }
        return Optional.empty();
    }

    /// The same; where there is none, the defaults of `~/.hypergolix`.
    public static Configuration orDefault(Map<String, String> environment) throws ConfigurationException {
        return find(environment).orElseGet(
                () -> Configuration.defaults(Path.of(System.getProperty("user.home"), ".hypergolix")));
    }

    /// The configuration of `home`, or the defaults if it has no file.
    public static Configuration in(Path home) throws ConfigurationException {
        Path file = home.resolve(Configuration.FILE_NAME);
        return Files.exists(file) ? ConfigurationReader.read(file) : Configuration.defaults(home);
    }

    /// The `remotes:` of a file of that format; none if it does not exist.
    public static List<URI> remotes(Path file) throws ConfigurationException {
        return Files.exists(file) ? ConfigurationReader.read(file).remotes() : List.of();
    }

    /// The `user:` block of a file of that format; nothing if it does not exist.
    public static Configuration.User user(Path file) throws ConfigurationException {
        return Files.exists(file) ? ConfigurationReader.read(file).user() : Configuration.User.UNKNOWN;
    }

    private static void requireTrusted(Path path) throws ConfigurationException {
        try {
            PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
            String owner = attributes.owner().getName();
            boolean ours = owner.equals("root") || owner.equals(System.getProperty("user.name"));
            boolean closed = !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
                    && !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE);
            if (!ours || !closed) {
                throw new ConfigurationException(path + " belongs to somebody else or others can write it, so it is not"
                        + " used; set HYPERGOLIX_HOME or run: chmod go-w " + path);
            }
        } catch (IOException unreadable) {
            throw new ConfigurationException("Cannot look at " + path + ": " + FailureText.reason(unreadable) + ".");
        } catch (UnsupportedOperationException _) {
            // No such attributes on this system.
        }
    }
}
