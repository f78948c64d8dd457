package io.telemeter.cli.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Changes single values of one `hypergolix.yml` and leaves everything else in it, comments included, as it is. For one
/// thread.
public final class ConfigurationEditor {
    private final Path file;
    private final MappingNode document;

    private ConfigurationEditor(Path file, MappingNode document) {
        this.file = file;
        this.document = document;
    }

    /// Opens a file, which need not exist yet.
    ///
    /// @throws ConfigurationException if it is there and cannot be used as it is
    public static ConfigurationEditor open(Path file) throws ConfigurationException, IOException {
        if (!Files.exists(file)) {
            return new ConfigurationEditor(file, new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK));
        }
        // Only what can be read is changed: otherwise a slip of the pen would cost the rest.
        ConfigurationReader.read(file);
        LoadSettings settings = LoadSettings.builder().setParseComments(true).build();
        StreamReader reader = new StreamReader(settings, Files.readString(file, UTF_8));
        Optional<Node> node = new Composer(settings, new ParserImpl(settings, reader)).getSingleNode();
        return new ConfigurationEditor(file, node.filter(MappingNode.class::isInstance).map(MappingNode.class::cast)
                .orElseGet(() -> new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK)));
    }

    /// Sets `block.key`.
    public void set(String block, String key, String value) {
        put(mapping(document, block), key, text(value));
    }

    /// Sets `block.key`.
    public void set(String block, String key, int value) {
        put(mapping(document, block), key, number(value));
    }

    /// Sets `block.key`.
    public void set(String block, String key, boolean value) {
        put(mapping(document, block), key, flag(value));
    }

    /// Sets `remotes`.
    ///
    /// @param relays `ws://host:port/` or `wss://host:port/`
    public void remotes(List<URI> relays) {
        List<Node> entries = new ArrayList<>();
        for (URI relay : relays) {
            MappingNode entry = new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
            put(entry, "host", text(relay.getHost()));
            put(entry, "port", number(relay.getPort()));
            put(entry, "tls", flag("wss".equals(relay.getScheme())));
            entries.add(entry);
        }
        put(document, "remotes",
                new SequenceNode(Tag.SEQ, entries, entries.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK));
    }

    private static MappingNode mapping(MappingNode parent, String key) {
        for (NodeTuple tuple : parent.getValue()) {
            if (isKey(tuple, key) && tuple.getValueNode() instanceof MappingNode mapping) {
                return mapping;
            }
        }
        MappingNode made = new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
        put(parent, key, made);
        return made;
    }

    private static boolean isKey(NodeTuple tuple, String key) {
        return tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key);
    }

    private static void put(MappingNode mapping, String key, Node value) {
        List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
        for (int index = 0; index < tuples.size(); index++) {
            if (isKey(tuples.get(index), key)) {
                tuples.set(index, new NodeTuple(tuples.get(index).getKeyNode(), value));
                mapping.setValue(tuples);
                return;
            }
        }
        tuples.add(new NodeTuple(text(key), value));
        mapping.setValue(tuples);
    }

    private static ScalarNode text(String value) {
        return new ScalarNode(Tag.STR, value, ScalarStyle.PLAIN);
    }

    private static ScalarNode number(int value) {
        return new ScalarNode(Tag.INT, Integer.toString(value), ScalarStyle.PLAIN);
    }

    private static ScalarNode flag(boolean value) {
        return new ScalarNode(Tag.BOOL, Boolean.toString(value), ScalarStyle.PLAIN);
    }

    /// Writes the file: a crash leaves the old one or the new one. A new file, and a new directory, are for their owner.
    public void save() throws IOException {
        StringBuilder text = new StringBuilder();
        new Dump(DumpSettings.builder().setDumpComments(true).setDefaultFlowStyle(FlowStyle.BLOCK).build()).dumpNode(
                document, new StreamDataWriter() {
                    @Override
                    public void write(String part) {
                        text.append(part);
                    }

                    @Override
                    public void write(String part, int offset, int length) {
                        text.append(part, offset, offset + length);
                    }
                });
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(Files.exists(file)
                ? Files.getPosixFilePermissions(file)
                : PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, text, UTF_8);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
