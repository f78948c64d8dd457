package org.hypergolix.wire.websocket;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.hypergolix.golix.Bytes;
import org.hypergolix.wire.Channel;
import org.hypergolix.wire.listening.AcceptLoop;
import org.hypergolix.wire.listening.Warnings;
import org.jspecify.annotations.Nullable;

/// Listens on one address and opens a channel for everybody whom its policy lets in. For programs of one machine: every
/// connection has three virtual threads, and there are few of them.
///
/// Safe for use by any thread.
public final class WebSocketServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WebSocketServer.class.getName());
    private static final int BACKLOG = 64;

    private final ServerSocket socket;
    private final int maxConnections;
    private final WebSocketOptions options;
    private final Policy policy;
    private final Application application;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Warnings warnings = new Warnings(WebSocketServer.class);
    private volatile boolean closed;

    private WebSocketServer(ServerSocket socket, int maxConnections, WebSocketOptions options, Policy policy,
            Application application) {
        this.socket = socket;
        this.maxConnections = maxConnections;
        this.options = options;
        this.policy = policy;
        this.application = application;
    }

    /// Who may come in.
    public interface Policy {
        /// Decides before a byte is read.
        ///
        /// @param peer the other end
        /// @param local this end
        /// @return why not, for the log; empty lets it in
        Optional<String> refusal(InetSocketAddress peer, InetSocketAddress local);

        /// Decides by what the peer asks for.
        ///
        /// @return one line for the peer that says why not and what to do; empty lets it in
        Optional<String> refusal(HandshakeRequest request);
    }

    /// What is served.
    @FunctionalInterface
    public interface Application {
        /// Somebody is coming in. The channel opens after this returns, on the same thread.
        ///
        /// @param peer the other end
        /// @return is told once, last, of the channel's end, also if it never opened
        Channel.Receiver accept(Channel channel, InetSocketAddress peer);
    }

    /// Listens from now on.
    ///
    /// @param address port 0 is any free one
    /// @param maxConnections more are answered with status 503
    /// @param options for every channel; the time to open is that for the peer's handshake
    /// @throws IOException if the address cannot be had; one line that names it
    public static WebSocketServer open(InetSocketAddress address, int maxConnections, WebSocketOptions options,
            Policy policy, Application application) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, BACKLOG);
        } catch (IOException failure) {
            socket.close();
            throw new IOException("Cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                    + failure.getMessage(), failure);
        }
        WebSocketServer server = new WebSocketServer(socket, maxConnections, options, policy, application);
        Thread.ofVirtual().name("websocket-accept " + server.port()).start(new AcceptLoop<>(
                socket::accept, server::begin, () -> !server.closed, AcceptLoop.Pause::usual, server.warnings));
        return server;
    }

    /// The port it listens on.
    public int port() {
        return socket.getLocalPort();
    }

    private void begin(Socket connection) {
        if (connections.size() >= 2 * maxConnections) {
            // Those that have not said what they want cost memory, too.
            warnings.warn("crowd", "Connections were closed: more than " + 2 * maxConnections + " at once.");
            end(connection);
            return;
        }
        connections.add(connection);
        if (closed) {
            end(connection);
        }
        Thread.ofVirtual().name("websocket-serve " + port()).start(() -> serve(connection));
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InetSocketAddress peer = (InetSocketAddress) connection.getRemoteSocketAddress();
            InetSocketAddress local = (InetSocketAddress) connection.getLocalSocketAddress();
            Optional<String> stranger = policy.refusal(peer, local);
            if (stranger.isPresent()) {
                warnings.warn("stranger", "A connection was closed unread: reason=" + stranger.get());
                return;
            }
            HandshakeRequest.Received received = HandshakeRequest.read(connection, options.openTimeoutMillis());
            Optional<String> refusal = policy.refusal(received.request());
            if (refusal.isPresent()) {
                warnings.warn("refused", "A connection was refused: reason=" + refusal.get());
                refuse(connection, "403 Forbidden", refusal.get());
            } else if (connections.size() > maxConnections) {
                warnings.warn("full", "A connection was refused: reason=there are " + maxConnections + " already");
                refuse(connection, "503 Service Unavailable",
                        "There are " + maxConnections + " connections already; close some.");
            } else {
                channel(connection, received, peer);
            }
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "A connection ended before it opened: reason={0}", failure.getMessage());
        } finally {
            connections.remove(connection);
        }
    }

    private void channel(Socket connection, HandshakeRequest.Received received, InetSocketAddress peer) {
        String name = "peer at port " + peer.getPort();
        AtomicReference<Channel.@Nullable Receiver> target = new AtomicReference<>();
        WebSocketChannel channel = WebSocketChannel.serving(connection, name, options, new Channel.Receiver() {
            @Override
            public void received(Bytes message) {
                Channel.Receiver receiver = target.get();
                if (receiver != null) {
                    receiver.received(message);
                }
            }

            @Override
            public void closed(String reason) {
                Channel.Receiver receiver = target.get();
                if (receiver != null) {
                    receiver.closed(reason);
                }
            }
        });
        target.set(application.accept(channel, peer));
        channel.serve(connection, received.bytes());
    }

    private static void refuse(Socket connection, String status, String reason) throws IOException {
        byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
        OutputStream output = connection.getOutputStream();
        output.write(("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "X-Content-Type-Options: nosniff\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        output.write(body);
        output.flush();
        connection.shutdownOutput();
    }

    private static void end(Socket connection) {
        try {
            connection.close();
        } catch (IOException _) {
            // Nothing is left to be done about a socket that does not close.
        }
    }

    /// Listens no more and closes all connections.
    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException _) {
            // As for the others.
        }
        connections.forEach(WebSocketServer::end);
    }
}
