package org.hypergolix.wire.ipc;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Ghid;

/// Where the daemon of a home listens: the file `node.ipc` in it, three lines, for its owner only. It stays behind when a
/// daemon is killed, so nothing may be listening there, or the daemon of another home: whoever uses it compares the
/// fingerprint.
///
/// @param address `ws://127.0.0.1:7772/`
/// @param secret proves, where the system does not tell it, that a program is the same user's; 64 hexadecimal digits
/// @param fingerprint of the daemon's account
public record Rendezvous(URI address, String secret, Ghid fingerprint) {

    /// The file's name.
    public static final String FILE = "node.ipc";

    private static final int MOST_BYTES = 1_024;

    /// The address; never the secret.
    @Override
    public String toString() {
        return "Rendezvous[" + address + "]";
    }

    /// The content of the file.
    public byte[] encode() {
        return (address + "\n" + secret + "\n" + fingerprint.text() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Reads the file of `home`; empty if there is none.
    ///
    /// @throws IOException if it cannot be read or is not one; one line that names it
    public static Optional<Rendezvous> read(Path home) throws IOException {
        Path file = home.resolve(FILE);
        List<String> lines;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException(file + " is no daemon's address: it is too long.");
            }
            lines = Files.readString(file, StandardCharsets.UTF_8).lines().toList();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        try {
            URI address = URI.create(lines.get(0));
            if (!"ws".equals(address.getScheme()) || !"127.0.0.1".equals(address.getHost())) {
                throw new IllegalArgumentException("A daemon listens on 127.0.0.1.");
            }
            return Optional.of(new Rendezvous(address, lines.get(1), Ghid.parse(lines.get(2))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw new IOException(file + " is no daemon's address; stop the daemon and delete it.", malformed);
        }
    }
}
