package io.telemeter.it.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.hypergolix.relay.RelayOptions;
import org.hypergolix.relay.RelayServer;
import org.hypergolix.store.sqlite.SqliteStore;

/// A relay on loopback that can be stopped, and started again at the same port over the same store or another one.
final class RunningRelay implements AutoCloseable {
    private Path store;
    private RelayServer server;
    private final int port;

    RunningRelay(Path store) {
        this.store = store;
        this.server = open(0);
        this.port = server.address().getPort();
    }

    private RelayServer open(int at) {
        try {
            return RelayServer.start(RelayOptions.of(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), at),
                    SqliteStore.open(store, SqliteStore.Options.SMALL)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + port + "/");
    }

    void stop() {
        server.close();
    }

    void start() {
        server = open(port);
    }

    /// The next start is over an empty store.
    void forget(Path other) {
        store = other;
    }

    @Override
    public void close() {
        server.close();
    }
}
