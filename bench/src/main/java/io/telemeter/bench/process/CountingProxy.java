package io.telemeter.bench.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Stands between a node and its relay on the loopback interface, passes everything on, and counts the bytes of each
/// direction: all that TCP carries, which is websocket frames and what is in them. Safe for use by any thread.
public final class CountingProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InetSocketAddress target;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    private CountingProxy(InetSocketAddress target, ServerSocket listening) {
        this.target = target;
        this.listening = listening;
    }

    /// A proxy on a free port before `target`, a `ws://` address.
    public static CountingProxy before(URI target) throws IOException {
        ServerSocket listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        CountingProxy proxy = new CountingProxy(
                new InetSocketAddress(target.getHost(), target.getPort()), listening);
        Thread.ofVirtual().name("proxy-accept").start(proxy::accept);
        return proxy;
    }

    /// Where to connect instead.
    public URI address() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/");
    }

    /// Bytes from clients to the relay so far.
    public long sent() {
        return sent.get();
    }

    /// Bytes from the relay to clients so far.
    public long received() {
        return received.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = open(listening.accept());
                Socket relay = open(new Socket());
                relay.connect(target);
                Thread.ofVirtual().name("proxy-up").start(() -> pass(client, relay, sent));
                Thread.ofVirtual().name("proxy-down").start(() -> pass(relay, client, received));
            }
        } catch (IOException _) {
            // Closed, or the relay is gone: then clients find nobody here either.
            close();
        }
    }

    private Socket open(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private void pass(Socket from, Socket to, AtomicLong counter) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from; to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                // Before it is passed on: whoever has seen an answer finds its question counted.
                counter.addAndGet(count);
                output.write(buffer, 0, count);
            }
        } catch (IOException _) {
            // One side has closed; both go.
        }
        sockets.remove(from);
        sockets.remove(to);
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException _) {
            // Nothing is left to be done about a socket that does not close.
        }
    }
}
