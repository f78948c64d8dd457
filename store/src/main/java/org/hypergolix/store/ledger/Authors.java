package org.hypergolix.store.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.store.Damage;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.StoredObject;

/// Identities by fingerprint, the last used ones kept decoded. Identities never leave a store, so that what is kept never
/// becomes wrong. Safe for use by any thread.
final class Authors {
    /// At about 3 KB each.
    private static final int CAPACITY = 512;

    private final StoreView committed;
    private final Lock lock = new ReentrantLock();
    private final Map<Ghid, Identity> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Ghid, Identity> eldest) {
            return size() > CAPACITY;
        }
    };

    Authors(StoreView committed) {
        this.committed = committed;
    }

    /// The identity with this fingerprint, if it is committed.
    Optional<Identity> find(Ghid fingerprint) {
        lock.lock();
        try {
            Identity known = recent.get(fingerprint);
            if (known != null) {
                return Optional.of(known);
            }
        } finally {
            lock.unlock();
        }
        Optional<Identity> stored = find(committed, fingerprint);
        stored.ifPresent(this::keep);
        return stored;
    }

    /// The identity with this fingerprint, if it is committed or in `pending`.
    Optional<Identity> find(Ghid fingerprint, StoreView pending) {
        return find(fingerprint).or(() -> find(pending, fingerprint));
    }

    private void keep(Identity identity) {
        lock.lock();
        try {
            recent.put(identity.ghid(), identity);
        } finally {
            lock.unlock();
        }
    }

    private static Optional<Identity> find(StoreView view, Ghid fingerprint) {
        return Damage.unlessDamaged(() -> view.find(fingerprint).map(StoredObject::decode))
                .flatMap(object -> object instanceof Identity identity ? Optional.of(identity) : Optional.empty());
    }
}
