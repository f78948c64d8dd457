package org.hypergolix.node.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.Binding;
import org.hypergolix.store.Change;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoredObject;
import org.hypergolix.store.memory.MemoryStore;
import org.jspecify.annotations.Nullable;

/// A store that outlives the nodes over it, and loses what comes after a crash.
final class CrashStore {
    private final ObjectStore durable;
    private final List<List<Change>> journal = new ArrayList<>();
    private volatile @Nullable Opened current;

    CrashStore(ObjectStore durable) {
        this.durable = durable;
    }

    ObjectStore open() {
        Opened opened = new Opened();
        current = opened;
        return opened;
    }

    /// From now on nothing of the present node reaches the disk.
    void crash() {
        Opened opened = current;
        if (opened != null) {
            opened.crashed = true;
        }
    }

    /// From now on the disk is full, or no longer.
    void full(boolean value) {
        Opened opened = current;
        if (opened != null) {
            opened.full = value;
        }
    }

    /// What is durable now, in a store of its own.
    ObjectStore copy() {
        MemoryStore copy = new MemoryStore();
        synchronized (journal) {
            journal.forEach(copy::commit);
        }
        return copy;
    }

    ObjectStore durable() {
        return durable;
    }

    private final class Opened implements ObjectStore {
        private volatile boolean crashed;
        private volatile boolean full;

        @Override
        public void commit(List<Change> changes) {
            if (crashed) {
                throw new StoreException(StoreException.Reason.FAILED, "The power is off.");
            }
            if (full) {
                throw new StoreException(StoreException.Reason.FULL, "The disk is full.");
            }
            synchronized (journal) {
                durable.commit(changes);
                journal.add(List.copyOf(changes));
            }
        }

        @Override
        public Usage usage() {
            return durable.usage();
        }

        @Override
        public void close() {
            // What is durable stays for the next node.
        }

        @Override
        public Optional<StoredObject> find(Ghid address) {
            return durable.find(address);
        }

        @Override
        public Optional<DynamicState> dynamic(Ghid dynamic) {
            return durable.dynamic(dynamic);
        }

        @Override
        public List<Binding> bindings(Ghid target, int limit) {
            return durable.bindings(target, limit);
        }

        @Override
        public List<Ghid> dynamicHolders(Ghid target, @Nullable Ghid after, int limit) {
            return durable.dynamicHolders(target, after, limit);
        }

        @Override
        public List<Ghid> debindings(Ghid target, int limit) {
            return durable.debindings(target, limit);
        }

        @Override
        public Optional<Ghid> debinding(Ghid target, Ghid debinder) {
            return durable.debinding(target, debinder);
        }

        @Override
        public List<Ghid> requests(Ghid recipient, int limit) {
            return durable.requests(recipient, limit);
        }

        @Override
        public List<Ghid> superseded(Ghid dynamic) {
            return durable.superseded(dynamic);
        }

        @Override
        public List<Expired> expired(long nowMillis, int limit) {
            return durable.expired(nowMillis, limit);
        }

        @Override
        public Optional<Bytes> record(String space, Bytes key) {
            return durable.record(space, key);
        }

        @Override
        public List<Entry> records(String space, Bytes from, int limit) {
            return durable.records(space, from, limit);
        }
    }
}
