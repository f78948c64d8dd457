package io.telemeter.cli.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.telemeter.console.FailureText;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hypergolix.golix.Ghid;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads one `hypergolix.yml`: unknown keys are warnings, wrong values errors with the line.
final class ConfigurationReader {
    private static final int MAX_BYTES = 256 * 1024;

    private static final Set<String> BLOCKS = Set.of("process", "instrumentation", "user", "remotes", "server");
    private static final Set<String> INSTRUMENTATION_KEYS = Set.of("verbosity", "debug", "traceur");
    private static final Set<String> PROCESS_KEYS = Set.of("ghidcache", "logdir", "pid_file", "ipc_port", "ipc_open");
    private static final Set<String> SERVER_KEYS =
            Set.of("ghidcache", "logdir", "pid_file", "host", "port", "verbosity",
                    "debug");
    private static final Set<String> USER_KEYS = Set.of("fingerprint", "user_id", "root_secret");
    private static final Set<String> REMOTE_KEYS = Set.of("host", "port", "tls");

    private final Path file;
    private final Path root;
    private final List<String> warnings = new ArrayList<>();

    private ConfigurationReader(Path file, Path root) {
        this.file = file;
        this.root = root;
    }

    static Configuration read(Path file) throws ConfigurationException {
        Path absolute = file.toAbsolutePath();
        Path root = absolute.getParent();
        if (root == null) {
            throw new ConfigurationException(file + " is no file.");
        }
        ConfigurationReader reader = new ConfigurationReader(absolute, root);
        return reader.configuration(reader.compose());
    }

    private Optional<Node> compose() throws ConfigurationException {
        byte[] bytes;
        try (var input = Files.newInputStream(file)) {
            bytes = input.readNBytes(MAX_BYTES + 1);
        } catch (IOException unreadable) {
            throw new ConfigurationException("Cannot read " + file + ": " + FailureText.reason(unreadable) + ".");
        }
        if (bytes.length > MAX_BYTES) {
            throw new ConfigurationException(file + " is larger than 256 KiB; that is no configuration.");
        }
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).setUseMarks(true).build();
            StreamReader reader = new StreamReader(settings, new String(bytes, UTF_8));
            return new Composer(settings, new ParserImpl(settings, reader)).getSingleNode();
        } catch (MarkedYamlEngineException wrong) {
            throw at(wrong.getProblemMark(), "is no YAML: " + wrong.getProblem());
        } catch (YamlEngineException wrong) {
            throw new ConfigurationException(file + " is no YAML.");
        }
    }

    private Configuration configuration(Optional<Node> document) throws ConfigurationException {
        Configuration defaults = Configuration.defaults(root);
        if (document.isEmpty() || isNull(document.get())) {
            return defaults;
        }
        Map<String, Node> blocks = mapping(document.get(), "the file", BLOCKS);
        Node instrumentation = blocks.get("instrumentation");
        Node process = blocks.get("process");
        Node server = blocks.get("server");
        Node user = blocks.get("user");
        Node remotes = blocks.get("remotes");
        return new Configuration(root,
                instrumentation == null || isNull(instrumentation)
                        ? defaults.instrumentation()
                        : instrumentation(mapping(instrumentation, "instrumentation", INSTRUMENTATION_KEYS),
                                "instrumentation."),
                process == null ? defaults.process() : process(process, defaults.process()),
                server == null ? defaults.server() : server(server, defaults.server()),
                user == null || isNull(user) ? defaults.user() : user(user),
                remotes == null ? List.of() : remotes(remotes), warnings);
    }

    private Configuration.Instrumentation instrumentation(Map<String, Node> keys, String block)
            throws ConfigurationException {
        @Nullable
        Node node = keys.get("verbosity");
        Optional<String> word = text(node, block + "verbosity");
        Optional<Verbosity> verbosity = word.flatMap(Verbosity::ofWord);
        if (node != null && word.isPresent() && verbosity.isEmpty()) {
            throw at(node,
                    block + "verbosity is error, warning, info, debug, shouty or extreme, not '" + word.get() + "'");
        }
        return new Configuration.Instrumentation(
                verbosity.orElse(Verbosity.INFO), flag(keys.get("debug"), block + "debug"));
    }

    private Configuration.NodeService process(Node node, Configuration.NodeService defaults)
            throws ConfigurationException {
        Map<String, Node> keys = isNull(node) ? Map.of() : mapping(node, "process", PROCESS_KEYS);
        return new Configuration.NodeService(
                path(keys.get("logdir"), "process.logdir", defaults.logDirectory()),
                path(keys.get("pid_file"), "process.pid_file", defaults.pidFile()),
                number(keys.get("ipc_port"), "process.ipc_port", 0).orElse(defaults.ipcPort()),
                flag(keys.get("ipc_open"), "process.ipc_open"));
    }

    private Configuration.User user(Node node) throws ConfigurationException {
        Map<String, Node> keys = mapping(node, "user", USER_KEYS);
        @Nullable
        Node secret = keys.get("root_secret");
        if (secret != null && !isNull(secret)) {
            warnings.add(place(secret.getStartMark().orElse(null))
                    + "user.root_secret is not used; give the password when the node is started");
        }
        return new Configuration.User(address(keys.get("fingerprint"), "user.fingerprint"),
                address(keys.get("user_id"), "user.user_id"));
    }

    private Optional<Ghid> address(@Nullable Node node, String key) throws ConfigurationException {
        Optional<String> text = text(node, key);
        if (text.isEmpty() || node == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Ghid.parse(text.get()));
        } catch (IllegalArgumentException _) {
            throw at(node, key + " must be an address of " + Ghid.TEXT_LENGTH + " characters");
        }
    }

    private Configuration.Server server(Node node, Configuration.Server defaults) throws ConfigurationException {
        Map<String, Node> keys = isNull(node) ? Map.of() : mapping(node, "server", SERVER_KEYS);
        return new Configuration.Server(
                path(keys.get("ghidcache"), "server.ghidcache", defaults.storeDirectory()),
                path(keys.get("logdir"), "server.logdir", defaults.logDirectory()),
                path(keys.get("pid_file"), "server.pid_file", defaults.pidFile()),
                text(keys.get("host"), "server.host"),
                number(keys.get("port"), "server.port", 0).orElse(defaults.port()),
                instrumentation(keys, "server."));
    }

    /// Relative paths count from the working directory, as they always did.
    private Path path(@Nullable Node node, String key, Path otherwise) throws ConfigurationException {
        return text(node, key).map(value -> Path.of(value).toAbsolutePath()).orElse(otherwise);
    }

    private List<URI> remotes(Node node) throws ConfigurationException {
        if (isNull(node)) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw at(node, "remotes must be a list of entries with host, port and tls");
        }
        List<URI> remotes = new ArrayList<>();
        for (Node entry : sequence.getValue()) {
            Map<String, Node> keys = mapping(entry, "an entry of remotes", REMOTE_KEYS);
            String host = text(keys.get("host"), "host")
                    .orElseThrow(() -> at(entry, "an entry of remotes needs a host"));
            int port = number(keys.get("port"), "port", 1).orElse(Configuration.Server.DEFAULT_PORT);
            boolean tls = flag(keys.get("tls"), "tls");
            try {
                remotes.add(new URI(tls ? "wss" : "ws", null, host, port, "/", null, null));
            } catch (URISyntaxException _) {
                throw at(entry, "'" + host + "' is no host");
            }
        }
        return remotes;
    }

    private Map<String, Node> mapping(Node node, String what, Set<String> known) throws ConfigurationException {
        if (!(node instanceof MappingNode mapping)) {
            throw at(node, what + " must consist of keys with values");
        }
        Map<String, Node> keys = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw at(tuple.getKeyNode(), "a key must be a word");
            }
            if (!known.contains(key.getValue())) {
                warnings.add(place(key.getStartMark().orElse(null)) + "unknown key '" + key.getValue() + "'");
            } else if (keys.put(key.getValue(), tuple.getValueNode()) != null) {
                throw at(key, "the key '" + key.getValue() + "' stands twice");
            }
        }
        return keys;
    }

    private Optional<String> text(@Nullable Node node, String key) throws ConfigurationException {
        if (node == null || isNull(node)) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue());
        }
        throw at(node, key + " must be a text");
    }

    private Optional<Integer> number(@Nullable Node node, String key, int least) throws ConfigurationException {
        Optional<String> text = text(node, key);
        if (text.isEmpty() || node == null) {
            return Optional.empty();
        }
        if (text.get().matches("\\d{1,5}")) {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= 65_535) {
                return Optional.of(value);
            }
        }
        throw at(node, key + " must be a whole number from " + least + " to 65535");
    }

    private boolean flag(@Nullable Node node, String key) throws ConfigurationException {
        Optional<String> text = text(node, key);
        if (text.isEmpty() || node == null) {
            return false;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw at(node, key + " must be true or false");
        };
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private ConfigurationException at(Node node, String problem) {
        return at(node.getStartMark(), problem);
    }

    private ConfigurationException at(Optional<Mark> mark, String problem) {
        return new ConfigurationException(place(mark.orElse(null)) + problem + ".");
    }

    private String place(@Nullable Mark mark) {
        return mark == null ? file + ": " : file + " line " + (mark.getLine() + 1) + ": ";
    }
}
