package org.hypergolix.relay;

import io.telemeter.testkit.relay.RawRelayClient;
import io.telemeter.testkit.relay.RawSocketClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.memory.MemoryStore;

/// A real relay on a free port of the loopback address, and the clients that a test connects to it.
final class RunningRelay implements AutoCloseable {

    private final RelayServer server;
    private final List<RawSocketClient> clients = new ArrayList<>();

    RunningRelay() throws IOException {
        this(RelayLimits.defaults());
    }

    RunningRelay(RelayLimits limits) throws IOException {
        this(limits, new MemoryStore());
    }

    RunningRelay(RelayLimits limits, ObjectStore store) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.server = RelayServer.start(RelayOptions.of(anyPort, store).withLimits(limits));
    }

    InetSocketAddress address() {
        return server.address();
    }

    RelayServer server() {
        return server;
    }

    /// A client that has shaken hands.
    RawRelayClient connect() throws IOException {
        RawRelayClient client = RawRelayClient.connect(address());
        clients.add(client.socket());
        return client;
    }

    /// A client that has not said anything.
    RawSocketClient connectSocket() throws IOException {
        RawSocketClient client = RawSocketClient.connect(address());
        clients.add(client);
        return client;
    }

    @Override
    public void close() throws IOException {
        for (RawSocketClient client : clients) {
            client.close();
        }
        server.close();
    }
}
