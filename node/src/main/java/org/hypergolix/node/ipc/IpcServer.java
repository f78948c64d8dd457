package org.hypergolix.node.ipc;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.account.HomeFiles;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.ipc.LinuxPeers;
import org.hypergolix.wire.ipc.Rendezvous;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.websocket.WebSocketOptions;
import org.hypergolix.wire.websocket.WebSocketServer;

/// Serves a node to programs of this machine on 127.0.0.1. Safe for use by any thread.
public final class IpcServer implements AutoCloseable {
    /// The port that programs of 2017 look for.
    public static final int DEFAULT_PORT = 7772;

    /// Programs that may be connected at once.
    public static final int MOST_CONNECTIONS = 256;

    private static final Logger LOG = System.getLogger(IpcServer.class.getName());
    private static final int HANDSHAKE_TIMEOUT_MILLIS = 10_000;
    private static final int MOST_QUEUED_BYTES = 2 * Message.MAX_LENGTH;
    private static final int SEND_TIMEOUT_MILLIS = 30_000;
    /// A connection is not read while too much of it is under way, so silence must be longer than a request may take.
    private static final int PING_MILLIS = 120_000;
    private static final int SECRET_BYTES = 32;
    private static final Duration STOP_LIMIT = Duration.ofMillis(IpcConnection.DRAIN_MILLIS + 1_000);

    private final Path rendezvous;
    private final Set<IpcConnection> connections = ConcurrentHashMap.newKeySet();
    private final WebSocketServer server;
    private final LinuxPrograms programs;

    private IpcServer(LocalNode node, Settings settings) throws IOException {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        this.programs = new LinuxPrograms(settings.proc());
        this.rendezvous = settings.home().resolve(Rendezvous.FILE);
        Doorkeeper doorkeeper = new Doorkeeper(new LinuxPeers(settings.proc()), settings.access(), secret);
        WebSocketOptions options = WebSocketOptions.defaults()
                .withOpenTimeoutMillis(HANDSHAKE_TIMEOUT_MILLIS)
                .withQueue(MOST_QUEUED_BYTES, SEND_TIMEOUT_MILLIS)
                .withLiveness(PING_MILLIS, PING_MILLIS, PING_MILLIS);
        InetAddress loopback = InetAddress.getByAddress(new byte[]{127, 0, 0, 1});
        this.server = WebSocketServer.open(new InetSocketAddress(loopback, settings.port()), MOST_CONNECTIONS, options,
                doorkeeper, (channel, peer) -> {
                    IpcConnection connection = new IpcConnection(node, channel, peer.getPort(), connections::remove);
                    connections.add(connection);
                    return connection;
                });
        try {
            HomeFiles.write(rendezvous, new Rendezvous(URI.create("ws://127.0.0.1:" + server.port() + "/"), secret,
                    fingerprint(node)).encode());
        } catch (IOException failure) {
            server.close();
            throw new IOException("Cannot write " + rendezvous + ": " + failure.getMessage(), failure);
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    /// How to serve.
    ///
    /// @param home where programs find the address
    /// @param port 0 is any free one
    /// @param proc `/proc`
    record Settings(Path home, int port, IpcAccess access, Path proc) {}

    /// Serves `node` from now on, which stays the caller's to close, after this.
    ///
    /// @param home the node's, where programs find the address
    /// @param port 0 is any free one
    /// @throws IOException if the port cannot be had; one line that names it
    public static IpcServer open(LocalNode node, Path home, int port, IpcAccess access) throws IOException {
        return open(node, new Settings(home, port, access, Path.of("/proc")));
    }

    static IpcServer open(LocalNode node, Settings settings) throws IOException {
        return new IpcServer(node, settings);
    }

    private static Ghid fingerprint(LocalNode node) {
        try (LocalNode.Session session = node.open(_ -> {})) {
            return session.call(new LocalRequest.WhoAmI());
        }
    }

    /// The port it listens on.
    public int port() {
        return server.port();
    }

    /// Programs that are connected now.
    public List<ConnectedProgram> programs() {
        Map<Integer, LinuxPrograms.Program> processes = programs.connectedTo(port());
        return connections.stream().map(connection -> connection.program(processes))
                .sorted(Comparator.comparingLong(ConnectedProgram::sinceMillis)).toList();
    }

    /// Closes all connections and listens no more. What programs have asked comes to its end, for all at the same time and
    /// at most 3 s in all.
    @Override
    public void close() {
        try {
            Files.deleteIfExists(rendezvous);
        } catch (IOException failure) {
            // Left behind it does no harm: who finds it finds nobody listening.
            LOG.log(Level.WARNING, "The address file stays behind: file={0} reason={1}", rendezvous,
                    failure.getMessage());
        }
        server.close();
        List<Thread> ends = connections.stream()
                .map(connection -> Thread.ofVirtual().name("ipc-end").start(connection::end))
                .toList();
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        try {
            for (Thread end : ends) {
                end.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
