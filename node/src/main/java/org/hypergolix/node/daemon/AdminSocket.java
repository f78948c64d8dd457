package org.hypergolix.node.daemon;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.hypergolix.wire.ipc.LinuxPeers;
import org.hypergolix.wire.listening.AcceptLoop;
import org.hypergolix.wire.listening.Warnings;

/// What only the node's own user may do, and only with a local file: ask how it is, and stop it. Programs that use the
/// node are not its administrators, so none of this is in the conversation with them.
///
/// The socket `node.socket` lies in the home with mode 0600; the peer's user, as the kernel tells it, must be the
/// process's own. A conversation is one line there (`status`, `register` or `stop`), one answer back. Eight at once, 10 s each.
final class AdminSocket implements AutoCloseable {
    static final String FILE = "node.socket";
    static final int MOST_ANSWER_BYTES = 1 << 20;

    /// The kernel's limit for such names is 107 bytes.
    private static final int MOST_PATH_BYTES = 100;
    private static final int MOST_REQUEST_BYTES = 32;
    private static final int MOST_AT_ONCE = 8;
    private static final long MOST_MILLIS = 10_000;
    private static final Logger LOG = System.getLogger(AdminSocket.class.getName());

    private final Path file;
    private final ServerSocketChannel server;
    private final Administration administration;
    private final Optional<UserPrincipal> self;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final Warnings warnings = new Warnings(AdminSocket.class);

    private AdminSocket(Path file, ServerSocketChannel server, Optional<UserPrincipal> self,
            Administration administration) {
        this.self = self;
        this.file = file;
        this.server = server;
        this.administration = administration;
    }

    /// Listens in `home`, whose lock the caller holds: a socket that is there already was left by a crash.
    ///
    /// @throws IOException if it cannot; one line that says what to do
    static AdminSocket open(Path home, Administration administration) throws IOException {
        Path file = address(home);
        Optional<UserPrincipal> self = self();
        Files.deleteIfExists(file);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failure) {
            server.close();
            throw new IOException("Cannot listen on " + file + ": " + failure.getMessage(), failure);
        }
        AdminSocket socket = new AdminSocket(file, server, self, administration);
        Thread.ofPlatform().daemon().name("node-admin").start(new AcceptLoop<>(
                socket::next, socket::begin, server::isOpen, AcceptLoop.Pause::usual, socket.warnings));
        return socket;
    }

    /// Where the socket of `home` is.
    ///
    /// @throws IOException if the home's path is too long
    static Path address(Path home) throws IOException {
        Path file = home.toAbsolutePath().normalize().resolve(FILE);
        if (file.toString().getBytes(StandardCharsets.UTF_8).length > MOST_PATH_BYTES) {
            throw new IOException(
                    "The path of " + file + " is too long for a socket; choose a shorter home, of at most "
                            + (MOST_PATH_BYTES - FILE.length() - 1) + " bytes.");
        }
        return file;
    }

    private SocketChannel next() throws IOException, InterruptedException {
        room.acquire();
        try {
            return server.accept();
        } catch (IOException failed) {
            room.release();
            throw failed;
        }
    }

    private void begin(SocketChannel peer) {
        Thread.ofVirtual().name("node-admin").start(() -> converse(peer));
    }

    private void converse(SocketChannel peer) {
        Thread watch = Thread.ofVirtual().start(() -> endLate(peer));
        try (peer) {
            if (own(peer)) {
                Optional<String> request = request(peer);
                if (request.isPresent()) {
                    answer(peer, request.get());
                }
            } else {
                warnings.warn("stranger", "Another user tried to administer this node.");
            }
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "An administrator's conversation broke off: reason={0}", failure.getMessage());
        } finally {
            watch.interrupt();
            room.release();
        }
    }

    private static void endLate(SocketChannel peer) {
        try (peer) {
            Thread.sleep(MOST_MILLIS);
        } catch (InterruptedException | IOException _) {
            // It ended in time.
        }
    }

    private boolean own(SocketChannel peer) throws IOException {
        UnixDomainPrincipal principal = peer.getOption(ExtendedSocketOptions.SO_PEERCRED);
        return self.isEmpty() || principal.user().equals(self.get());
    }

    /// This process's user: on Linux the effective one, as the kernel tells it of the process itself. The owner of
    /// `/proc/self` would be root for a process that may not be traced. Elsewhere the mode of the socket has to do.
    private static Optional<UserPrincipal> self() throws IOException {
        LinuxPeers system = LinuxPeers.ofThisMachine();
        // Principals are equal by number; a number is looked up as one.
        return system.present()
                ? Optional.of(FileSystems.getDefault().getUserPrincipalLookupService()
                        .lookupPrincipalByName(system.ownUser()))
                : Optional.empty();
    }

    private static Optional<String> request(SocketChannel peer) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(MOST_REQUEST_BYTES);
        while (line.hasRemaining() && peer.read(line) >= 0) {
            int end = new String(line.array(), 0, line.position(), StandardCharsets.US_ASCII).indexOf('\n');
            if (end >= 0) {
                return Optional.of(new String(line.array(), 0, end, StandardCharsets.US_ASCII));
            }
        }
        return Optional.empty();
    }

    private void answer(SocketChannel peer, String request) throws IOException {
        switch (request) {
            case "status" -> write(peer, administration.status().encode());
            case "stop" -> {
                write(peer, "stopping\n".getBytes(StandardCharsets.US_ASCII));
                administration.stop();
            }
            case "register" -> register(peer);
            default -> write(peer, "unknown\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void register(SocketChannel peer) throws IOException {
        try {
            write(peer, RegistrationReport.encode(administration.register()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(SocketChannel peer, byte[] answer) throws IOException {
        Channels.newOutputStream(peer).write(answer);
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            // Left behind it does no harm: the next node of this home removes it.
            LOG.log(Level.WARNING, "The socket stays behind: file={0} reason={1}", file, failure.getMessage());
        }
    }
}
