package io.telemeter.pairing;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.hypergolix.golix.Ghid;

/// A small file of `name=value` lines that outlives restarts: mode 0600, replaced as a whole, flushed before it counts.
///
/// Not safe for use by several threads at once.
public final class PairingFile {
    private static final int MAX_BYTES = 64 * 1024;

    private final Path path;

    /// The file at `path`, which need not exist.
    public PairingFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /// What the agent remembers; nothing if there is no file yet.
    ///
    /// @throws IOException with one line if the file cannot be read or understood; it is left as it is
    public AgentPairing readAgent() throws IOException {
        Properties values = read();
        return new AgentPairing(address(values, "monitor"), address(values, "status"), address(values, "interval"),
                addresses(values, "retired"));
    }

    /// Replaces the file.
    public void write(AgentPairing pairing) throws IOException {
        TreeMap<String, String> values = new TreeMap<>();
        pairing.monitor().ifPresent(value -> values.put("monitor", value.text()));
        pairing.status().ifPresent(value -> values.put("status", value.text()));
        pairing.interval().ifPresent(value -> values.put("interval", value.text()));
        if (!pairing.retired().isEmpty()) {
            values.put("retired", String.join(",", pairing.retired().stream().map(Ghid::text).toList()));
        }
        write(values);
    }

    /// What a monitor remembers of one agent.
    public MonitorPairing readMonitor() throws IOException {
        Properties values = read();
        return new MonitorPairing(address(values, "status"), address(values, "pair"), address(values, "interval"));
    }

    /// Replaces the file.
    public void write(MonitorPairing pairing) throws IOException {
        TreeMap<String, String> values = new TreeMap<>();
        pairing.status().ifPresent(value -> values.put("status", value.text()));
        pairing.pair().ifPresent(value -> values.put("pair", value.text()));
        pairing.interval().ifPresent(value -> values.put("interval", value.text()));
        write(values);
    }

    private Properties read() throws IOException {
        byte[] bytes;
        try (var input = Files.newInputStream(path)) {
            bytes = input.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException _) {
            return new Properties();
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException(path + " is too large to be a pairing file; move it away to start unpaired.");
        }
        Properties values = new Properties();
        try {
            values.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException _) {
            throw damaged("a line");
        }
        return values;
    }

    private Optional<Ghid> address(Properties values, String name) throws IOException {
        String text = values.getProperty(name);
        return text == null ? Optional.empty() : Optional.of(parse(text, name));
    }

    private List<Ghid> addresses(Properties values, String name) throws IOException {
        String text = values.getProperty(name, "");
        List<Ghid> addresses = new ArrayList<>();
        for (String one : Arrays.stream(text.split(",")).filter(part -> !part.isBlank()).toList()) {
            addresses.add(parse(one, name));
        }
        return addresses;
    }

    private Ghid parse(String text, String name) throws IOException {
        try {
            return Ghid.parse(text.strip());
        } catch (IllegalArgumentException _) {
            throw damaged("'" + name + "'");
        }
    }

    private IOException damaged(String what) {
        return new IOException(path + " is damaged at " + what + "; move it away to start unpaired.");
    }

    private void write(Map<String, String> values) throws IOException {
        StringBuilder text = new StringBuilder("# Written by telemeter; replaced as a whole.\n");
        values.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        Path directory = path.getParent();
        if (directory == null) {
            throw new IOException(path + " cannot be written.");
        }
        Path fresh = Files.createTempFile(directory, ".pairing", ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            // The rename counts only once the directory is on disk.
            channel.force(true);
        }
    }
}
