package io.telemeter.testkit.loopback;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.hypergolix.wire.relay.RelayConnection;
import org.hypergolix.wire.relay.RelayConnector;

/// A network of relays in memory, seen from one node: a test makes one for each node and cuts it as it likes.
///
/// Safe for use by any thread.
public final class LoopbackNetwork implements RelayConnector {
    private final Map<URI, LoopbackRelay> relays = new ConcurrentHashMap<>();
    private final Set<URI> cut = ConcurrentHashMap.newKeySet();

    /// A network that leads to `relays`.
    public LoopbackNetwork(LoopbackRelay... relays) {
        for (LoopbackRelay relay : relays) {
            this.relays.put(relay.uri(), relay);
        }
    }

    @Override
    public RelayConnection open(URI uri, ConnectionOptions options, RelayConnection.Listener listener)
            throws IOException {
        LoopbackRelay relay = relays.get(uri);
        if (relay == null || cut.contains(uri)) {
            throw new IOException("No way leads to " + uri + ".");
        }
        return relay.accept(this, options, listener);
    }

    /// Cuts the way to `relay`: connections end, new ones fail.
    public void cut(LoopbackRelay relay) {
        cut.add(relay.uri());
        relay.disconnect(this);
    }

    /// Mends it.
    public void mend(LoopbackRelay relay) {
        cut.remove(relay.uri());
    }
}
