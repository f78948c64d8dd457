package org.hypergolix.node.api;

import io.telemeter.testkit.store.ForwardingStore;
import java.util.ArrayList;
import java.util.List;
import org.hypergolix.store.Change;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreException;
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

    private final class Opened extends ForwardingStore {
        private volatile boolean crashed;
        private volatile boolean full;

        Opened() {
            super(durable);
        }

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
        public void close() {
            // What is durable stays for the next node.
        }
    }
}
