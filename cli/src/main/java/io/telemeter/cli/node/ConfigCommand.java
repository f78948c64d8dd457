package io.telemeter.cli.node;

import io.telemeter.cli.configuration.Configuration;
import io.telemeter.cli.configuration.ConfigurationEditor;
import io.telemeter.cli.configuration.ConfigurationException;
import io.telemeter.cli.configuration.ConfigurationSearch;
import io.telemeter.cli.configuration.Verbosity;
import io.telemeter.console.TerminalText;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.daemon.NodeControl;
import org.hypergolix.node.daemon.NodeStatus;
import org.hypergolix.wire.local.RelayRegistration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `hypergolix config`: changes `hypergolix.yml`.
@Command(name = "config", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Changes the configuration of this home, or tells who this account is.",
        description = {"A remote is a relay. What is changed counts when a node or relay starts.",
                "The named remote hgx is ws://127.0.0.1:7770/ unless HGX_REMOTE or /etc/hypergolix/remotes.yml names"
                        + " another one."})
public final class ConfigCommand implements Callable<Integer> {
    private static final Path NAMED_REMOTES = Path.of("/etc/hypergolix/remotes.yml");
    private static final URI DEFAULT_REMOTE = URI.create("ws://127.0.0.1:7770/");
    private static final Set<String> YES = Set.of("y", "yes", "t", "true", "1");
    private static final Set<String> NO = Set.of("n", "no", "f", "false", "0");
    private static final int LINE = 36;
    private static final int LONGEST_TEXT = 300;

    @Option(names = "--root", paramLabel = "FILE",
            description = "The configuration file to change. Default: hypergolix.yml of this home.")
    private @Nullable Path root;

    @Option(names = {"-o", "--only"}, paramLabel = "local|hgx",
            description = "Remove all remotes, then add the named one; local: none, everything stays here.")
    private @Nullable String only;

    @Option(names = {"-a", "--add"}, paramLabel = "hgx", description = "Add the named remote.")
    private List<String> added = List.of();

    @Option(names = {"-r", "--remove"}, paramLabel = "hgx", description = "Remove the named remote.")
    private List<String> removed = List.of();

    @Option(names = {"-ah", "--addhost"}, arity = "3", paramLabel = "HOST PORT TLS",
            hideParamSyntax = true,
            description = "Add a remote by its host, its port and whether it uses TLS (yes or no), for example:"
                    + " relay.example.org 443 yes.")
    private List<String> addedHosts = List.of();

    @Option(names = {"-rh", "--removehost"}, arity = "2", paramLabel = "HOST PORT",
            hideParamSyntax = true, description = "Remove the remote with this host and port.")
    private List<String> removedHosts = List.of();

    @Option(names = "--debug", negatable = true,
            description = "Whether to log debugging lines, and stack traces with errors.")
    private @Nullable Boolean debug;

    @Option(names = {"-v", "--verbosity"}, paramLabel = "LEVEL",
            description = "How much is logged: extreme, shouty, debug (or louder), info (loud; the default), warning"
                    + " (normal), error (quiet).")
    private @Nullable String verbosity;

    @Option(names = {"-ipc", "--ipc-port"}, paramLabel = "PORT",
            description = "The port on which programs reach the node, 0 to 65535; 0: any free one. Default: 7772.")
    private @Nullable Integer ipcPort;

    @Option(names = "--register",
            description = {"Ask every relay of the running node to register this account, and tell what each says.",
                    "Exit code 1 if one refuses or cannot be reached."})
    private boolean register;

    @Option(names = "--whoami", description = "Print the account's user id and fingerprint.")
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
        if (register) {
            return register(directory(file));
        }
        if (only != null && !(added.isEmpty() && removed.isEmpty() && addedHosts.isEmpty() && removedHosts.isEmpty())) {
            throw wrong("--only stands alone: it replaces all remotes.");
        }
        ConfigurationEditor editor = ConfigurationEditor.open(file);
        List<URI> before = ConfigurationSearch.remotes(file);
        List<URI> after = remotes(before);
        List<String> changes = new ArrayList<>();
        if (!after.equals(before)) {
            editor.remotes(after);
            changes.add(after.isEmpty()
                    ? "no relay"
                    : "relays " + String.join(" ", after.stream().map(URI::toString).toList()));
        }
        if (debug != null) {
            editor.set("instrumentation", "debug", (boolean) debug);
            changes.add("debug " + debug);
        }
        if (verbosity != null) {
            editor.set("instrumentation", "verbosity", level(verbosity));
            changes.add("verbosity " + level(verbosity));
        }
        if (ipcPort != null) {
            if (ipcPort < 0 || ipcPort > 65_535) {
                throw wrong("A port is a number from 0 to 65535, not " + ipcPort + ".");
            }
            editor.set("process", "ipc_port", (int) ipcPort);
            changes.add("port for programs " + ipcPort);
        }
        if (changes.isEmpty()) {
            System.out.println("Nothing to change in " + file + ":");
            System.out.println(after.isEmpty()
                    ? "  no relay; add one with: hypergolix config --addhost HOST PORT TLS"
                    : "  relays " + String.join(" ", after.stream().map(URI::toString).toList()));
            return 0;
        }
        editor.save();
        System.out.println("Changed " + file + ":");
        changes.forEach(change -> System.out.println("  " + change));
        System.out.println(isRunning(directory(file))
                ? "Restart the node for this to take effect: hypergolix stop app; hypergolix start app"
                : "A node takes this up when it starts: hypergolix start app");
        return 0;
    }

    private static boolean isRunning(Path home) {
        try {
            return new NodeControl(home).status().isPresent();
        } catch (IOException _) {
            // Something is there that does not answer.
            return true;
        }
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
        return Verbosity.ofAny(word).map(Verbosity::word)
                .orElseThrow(() -> wrong("The verbosity is extreme, shouty, debug"
                        + " (louder), info (loud), warning (normal) or error (quiet), not '" + word + "'."));
    }

    private static int register(Path home) throws IOException {
        List<RelayRegistration> registrations = new NodeControl(home).register().orElseThrow(() -> new IOException(
                "No node runs in " + home + ", which must sign for its account; start it with: hypergolix start app"));
        if (registrations.isEmpty()) {
            System.out.println("No relay is configured; add one with: hypergolix config --addhost HOST PORT TLS");
        }
        boolean failed = false;
        for (RelayRegistration registration : registrations) {
            String text = TerminalText.line(registration.text(), LONGEST_TEXT);
            System.out.println(registration.relay() + "  " + switch (registration.outcome()) {
                case OPEN -> "open to all: " + text;
                case REGISTERED -> "registered: " + text;
                case PENDING -> "not yet: " + text;
                case NOT_KNOWN -> "does not know registration; if it is not open to all, ask who runs it";
                case REFUSED -> "refused: " + text;
                case NOT_REACHED -> "not reached: " + text;
            });
            failed |= switch (registration.outcome()) {
                case OPEN, REGISTERED, PENDING, NOT_KNOWN -> false;
                case REFUSED, NOT_REACHED -> true;
            };
        }
        return failed ? 1 : 0;
    }

    /// As in 2017: 36 characters a line, four blanks before each. The running node knows best, else the configuration.
    private static void whoami(Path file) throws IOException, ConfigurationException {
        Configuration.User user = ConfigurationSearch.user(file);
        Optional<NodeStatus> status = new NodeControl(directory(file)).status();
        print("User id:", user.userId(), "undefined (the account is not on relays)");
        print("Fingerprint:", status.map(NodeStatus::account).or(user::fingerprint),
                "undefined (the node does not run)");
    }

    private static void print(String title, Optional<Ghid> address, String otherwise) {
        System.out.println(title);
        String text = address.map(Ghid::text).orElse(otherwise);
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
