package org.hypergolix.wire.relay;

import java.io.IOException;
import java.net.URI;

/// Opens connections to relays. Safe for use by any thread.
@FunctionalInterface
public interface RelayConnector {

    /// Opens a connection.
    ///
    /// @param relay begins with `ws://` or `wss://`
    /// @param listener may be called before this returns; not called at all if this throws
    /// @throws IOException if it does not open; one line that names the relay
    /// @throws IllegalArgumentException if `relay` is no websocket address
    RelayConnection open(URI relay, ConnectionOptions options, RelayConnection.Listener listener)
            throws IOException, InterruptedException;

    /// Connects over websockets.
    static RelayConnector overWebSocket() {
        return PipelinedConnection::open;
    }
}
