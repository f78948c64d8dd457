package io.telemeter.it.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/// What stands between one device and the relay and can be pulled: passes bytes on, or ends every connection.
///
/// It keeps listening while it is pulled, as nobody else may get its port. Safe for use by any thread.
final class LoopbackCable implements AutoCloseable {
    private final InetSocketAddress relay;
    private final ServerSocket listening;
    private final Set<Socket> sockets = new HashSet<>();
    private boolean plugged = true;

    LoopbackCable(InetSocketAddress relay) {
        this.relay = relay;
        try {
            listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    synchronized boolean plugged() {
        return plugged;
    }

    /// Ends all connections and every new one.
    synchronized void pull() {
        plugged = false;
        sockets.forEach(LoopbackCable::end);
        sockets.clear();
    }

    /// Passes connections on again.
    synchronized void plug() {
        plugged = true;
    }

    @Override
    public void close() {
        end(listening);
        pull();
    }

    private void accept() {
        try {
            while (true) {
                connect(listening.accept());
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void connect(Socket device) {
        Socket onward = new Socket();
        synchronized (this) {
            if (!plugged) {
                end(device);
                return;
            }
            sockets.add(device);
            sockets.add(onward);
        }
        try {
            onward.connect(relay);
            device.setTcpNoDelay(true);
            onward.setTcpNoDelay(true);
        } catch (IOException _) {
            end(device);
            end(onward);
            return;
        }
        Thread.ofVirtual().start(() -> copy(device, onward));
        Thread.ofVirtual().start(() -> copy(onward, device));
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException _) {
            // The other direction ends with this one.
        } finally {
            end(from);
            end(to);
            synchronized (this) {
                sockets.remove(from);
                sockets.remove(to);
            }
        }
    }

    private static void end(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception _) {
            // It is of no use any more, one way or the other.
        }
    }
}
