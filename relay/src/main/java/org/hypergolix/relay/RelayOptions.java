package org.hypergolix.relay;

import java.net.InetSocketAddress;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.store.ObjectStore;

/// What a relay serves, and where.
///
/// @param address to listen on; port 0 is any free one
/// @param store taken over: closed with the relay
public record RelayOptions(InetSocketAddress address, ObjectStore store, RelayLimits limits) {

    /// With the usual limits.
    public static RelayOptions of(InetSocketAddress address, ObjectStore store) {
        return new RelayOptions(address, store, RelayLimits.defaults());
    }

    /// The same with other limits.
    public RelayOptions withLimits(RelayLimits other) {
        return new RelayOptions(address, store, other);
    }
}
