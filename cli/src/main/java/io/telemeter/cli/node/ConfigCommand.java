package io.telemeter.cli.node;

import io.telemeter.cli.configuration.Configuration;
import io.telemeter.cli.configuration.ConfigurationEditor;
import io.telemeter.cli.configuration.ConfigurationException;
import io.telemeter.cli.configuration.ConfigurationSearch;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.daemon.NodeControl;
import org.hypergolix.node.daemon.NodeStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `hypergolix config`: changes `hypergolix.yml`.
@Command(name = "config", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Changes the configuration of this home, or tells who this account is.",
                "The named remote hgx is ws://127.0.0.1:7770/ unless HGX_REMOTE or /etc/hypergolix/remotes.yml names"
                        + " another one."})
public final class ConfigCommand implements Callable<Integer> {
    private static final Path NAMED_REMOTES = Path.of("/etc/hypergolix/remotes.yml");
    private static final URI DEFAULT_REMOTE = URI.create("ws://127.0.0.1:7770/");
    private static final Set<String> YES = Set.of("y", "yes", "t", "true", "1");
    private static final Set<String> NO = Set.of("n", "no", "f", "false", "0");
    private static final int LINE = 36;

    @Option(names = "--root", paramLabel = "FILE", description = "The configuration file to change.")
    private @Nullable Path root;

    @Option(names = {"-o", "--only"}, paramLabel = "local|hgx",
            description = "Remove all remotes, then add this one; local: none.")
    private @Nullable String only;

    @Option(names = {"-a", "--add"}, paramLabel = "hgx", description = "Add the named remote.")
    private List<String> added = List.of();

    @Option(names = {"-r", "--remove"}, paramLabel = "hgx", description = "Remove the named remote.")
    private List<String> removed = List.of();

    @Option(names = {"-ah", "--addhost"}, arity = "3", paramLabel = "HOST PORT TLS",
            hideParamSyntax = true, description = "Add the remote HOST PORT TLS (TLS: yes or no).")
    private List<String> addedHosts = List.of();

    @Option(names = {"-rh", "--removehost"}, arity = "2", paramLabel = "HOST PORT",
            hideParamSyntax = true, description = "Remove the remote HOST PORT.")
    private List<String> removedHosts = List.of();

    @Option(names = "--debug", negatable = true, description = "Whether to debug.")
    private @Nullable Boolean debug;

    @Option(names = {"-v", "--verbosity"}, paramLabel = "LEVEL",
            description = "extreme, shouty, louder, loud, normal or quiet.")
    private @Nullable String verbosity;

    @Option(names = {"-ipc", "--ipc-port"}, paramLabel = "PORT", description = "The port for programs.")
    private @Nullable Integer ipcPort;

    @Option(names = "--whoami", description = "Print the account's fingerprint.")
    private boolean whoami;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path file = file();
        if (whoami) {
            whoami(file);
            return 0;
        }
        if (only != null && !(added.isEmpty() && removed.isEmpty() && addedHosts.isEmpty() && removedHosts.isEmpty())) {
            throw wrong("--only stands alone: it replaces all remotes.");
        }
        ConfigurationEditor editor = ConfigurationEditor.open(file);
        List<URI> before = ConfigurationSearch.remotes(file);
        List<URI> after = remotes(before);
        boolean changed = false;
        if (!after.equals(before)) {
            editor.remotes(after);
            changed = true;
        }
        if (debug != null) {
            editor.set("instrumentation", "debug", (boolean) debug);
            changed = true;
        }
        if (verbosity != null) {
            editor.set("instrumentation", "verbosity", level(verbosity));
            changed = true;
        }
        if (ipcPort != null) {
            if (ipcPort < 0 || ipcPort > 65_535) {
                throw wrong("A port is a number from 0 to 65535, not " + ipcPort + ".");
            }
            editor.set("process", "ipc_port", (int) ipcPort);
            changed = true;
        }
        if (!changed) {
            System.out.println("Nothing to change in " + file + ".");
            return 0;
        }
        editor.save();
        System.out.println("Changed " + file + ":");
        System.out.println(after.isEmpty() ? "  no relay" : "  relays " + String.join(" ", after.stream()
                .map(URI::toString).toList()));
        System.out.println("Restart the node for this to take effect: hypergolix stop app; hypergolix start app");
        return 0;
    }

    private Path file() throws ConfigurationException {
        return root == null
                ? ConfigurationSearch.orDefault(System.getenv()).root().resolve(Configuration.FILE_NAME)
                : root.toAbsolutePath();
    }

    private static Path directory(Path file) {
        Path directory = file.getParent();
        return directory == null ? Path.of("") : directory;
    }

    private List<URI> remotes(List<URI> before) throws ConfigurationException, IOException {
        Set<URI> remotes = new LinkedHashSet<>(before);
        if (only != null) {
            remotes.clear();
            if (!only.equals("local")) {
                remotes.add(named(only));
            }
        }
        for (String name : removed) {
            remotes.remove(named(name));
        }
        for (int index = 0; index < removedHosts.size(); index += 2) {
            int port = port(removedHosts.get(index + 1));
            String host = removedHosts.get(index);
            remotes.removeIf(remote -> remote.getHost().equalsIgnoreCase(host) && remote.getPort() == port);
        }
        for (String name : added) {
            remotes.add(named(name));
        }
        for (int index = 0; index < addedHosts.size(); index += 3) {
            String host = addedHosts.get(index);
            int port = port(addedHosts.get(index + 1));
            boolean tls = flag(addedHosts.get(index + 2));
            // Whoever adds a host again wants its other TLS flag.
            remotes.removeIf(remote -> remote.getHost().equalsIgnoreCase(host) && remote.getPort() == port);
            try {
                remotes.add(new URI(tls ? "wss" : "ws", null, host, port, "/", null, null));
            } catch (URISyntaxException _) {
                throw wrong("'" + host + "' is no host.");
            }
        }
        return new ArrayList<>(remotes);
    }

    private URI named(String name) throws ConfigurationException {
        if (!name.equals("hgx")) {
            throw wrong("The named remote is hgx, not '" + name + "'; other relays are added by --addhost.");
        }
        String variable = System.getenv("HGX_REMOTE");
        if (variable != null && !variable.isBlank()) {
            try {
                URI remote = new URI(variable);
                if (Set.of("ws", "wss").contains(String.valueOf(remote.getScheme())) && remote.getPort() > 0) {
                    return remote;
                }
            } catch (URISyntaxException _) {
                // As below.
            }
            throw wrong("HGX_REMOTE is ws://host:port/ or wss://host:port/, not '" + variable + "'.");
        }
        return ConfigurationSearch.remotes(NAMED_REMOTES).stream().findFirst().orElse(DEFAULT_REMOTE);
    }

    private int port(String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        throw wrong("A port is a number from 1 to 65535, not '" + text + "'.");
    }

    private boolean flag(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (YES.contains(word) || NO.contains(word)) {
            return YES.contains(word);
        }
        throw wrong("TLS is yes or no, not '" + text + "'.");
    }

    private String level(String word) {
        return Optional.ofNullable(Map.of("extreme", "extreme", "shouty", "shouty", "louder", "debug", "loud", "info",
                "normal", "warning", "quiet", "error").get(word))
                .orElseThrow(() -> wrong("The verbosity is extreme, shouty, louder, loud, normal or quiet."));
    }

    /// As in 2017: 36 characters a line, four blanks before each.
    private static void whoami(Path file) throws IOException {
        Optional<NodeStatus> status = new NodeControl(directory(file)).status();
        System.out.println("Fingerprint:");
        String text = status.map(NodeStatus::account).map(Ghid::text).orElse("undefined (the node does not run)");
        for (int from = 0; from < text.length(); from += LINE) {
            System.out.println("    " + text.substring(from, Math.min(text.length(), from + LINE)));
        }
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("The command runs only through its command line.");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
