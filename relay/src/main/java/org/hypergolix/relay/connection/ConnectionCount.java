package org.hypergolix.relay.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.relay.limit.RelayLimits;

/// Counts connections, altogether and by network. Safe for use by any thread.
final class ConnectionCount {

    private static final int NETWORK_BYTES = 8;

    private final int max;
    private final int maxPerNetwork;
    private final Map<Bytes, Integer> byNetwork = new HashMap<>();
    private int total;

    ConnectionCount(RelayLimits limits) {
        this.max = limits.connections();
        this.maxPerNetwork = limits.connectionsPerAddress();
    }

    /// Counts a connection in, if there may be one more.
    synchronized boolean enter(InetAddress address) {
        Optional<Bytes> network = network(address);
        if (total >= max || (network.isPresent() && byNetwork.getOrDefault(network.get(), 0) >= maxPerNetwork)) {
            return false;
        }
        total++;
        network.ifPresent(counted -> byNetwork.merge(counted, 1, Integer::sum));
        return true;
    }

    /// Counts a connection out.
    synchronized void leave(InetAddress address) {
        total--;
        network(address).ifPresent(
                counted -> byNetwork.computeIfPresent(counted, (_, count) -> count == 1 ? null : count - 1));
    }

    synchronized int total() {
        return total;
    }

    /// The IPv4 address or the first 64 bits of an IPv6 address; empty for the loopback, where a proxy may be.
    private static Optional<Bytes> network(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return Optional.empty();
        }
        byte[] bytes = address.getAddress();
        return Optional.of(Bytes.owning(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes));
    }
}
