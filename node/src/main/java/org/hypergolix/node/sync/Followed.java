package org.hypergolix.node.sync;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hypergolix.golix.Ghid;

/// The dynamic addresses that every relay is subscribed to. Safe for use by any thread.
final class Followed {
    private final Set<Ghid> addresses = ConcurrentHashMap.newKeySet();

    boolean add(Ghid address) {
        return addresses.add(address);
    }

    boolean remove(Ghid address) {
        return addresses.remove(address);
    }

    boolean contains(Ghid address) {
        return addresses.contains(address);
    }

    List<Ghid> snapshot() {
        return List.copyOf(addresses);
    }
}
