package org.hypergolix.store.ledger;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
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

/// A store in memory whose disk does what the test says: refuses, or takes its time.
final class FakeDisk implements ObjectStore {
    private final MemoryStore store = new MemoryStore();
    /// Commits so far, refused ones not counted.
    final AtomicInteger commits = new AtomicInteger();
    private volatile @Nullable Refusal refusal;
    volatile @Nullable Ghid damaged;
    private volatile @Nullable Semaphore gate;
    private volatile CountDownLatch arrived = new CountDownLatch(0);
    volatile boolean closed;

    /// What commits end with, from one of them on.
    private record Refusal(int afterCommits, RuntimeException failure) {}

    /// Refuses commits once `more` of them have been taken.
    void refuseAfter(int more, RuntimeException failure) {
        refusal = new Refusal(commits.get() + more, failure);
    }

    void refuseNoMore() {
        refusal = null;
    }

    /// Holds commits up until [#letOn()].
    void hold() {
        arrived = new CountDownLatch(1);
        gate = new Semaphore(0);
    }

    /// Waits until a commit is held up.
    void awaitCommit() throws InterruptedException {
        arrived.await();
    }

    void letOn() {
        Semaphore held = gate;
        gate = null;
        if (held != null) {
            held.release(1_000_000);
        }
    }

    @Override
    public void commit(List<Change> changes) {
        arrived.countDown();
        Semaphore held = gate;
        if (held != null) {
            held.acquireUninterruptibly();
        }
        Refusal refused = refusal;
        if (refused != null && commits.get() >= refused.afterCommits()) {
            throw refused.failure();
        }
        store.commit(changes);
        commits.incrementAndGet();
    }

    @Override
    public void close() {
        closed = true;
        store.close();
    }

    @Override
    public Usage usage() {
        return store.usage();
    }

    @Override
    public Optional<StoredObject> find(Ghid address) {
        if (address.equals(damaged)) {
            throw new StoreException(StoreException.Reason.DAMAGED, "Damaged for this test.");
        }
        return store.find(address);
    }

    @Override
    public Optional<DynamicState> dynamic(Ghid dynamic) {
        if (dynamic.equals(damaged)) {
            throw new StoreException(StoreException.Reason.DAMAGED, "Damaged for this test.");
        }
        return store.dynamic(dynamic);
    }

    @Override
    public List<Binding> bindings(Ghid target, int limit) {
        return store.bindings(target, limit);
    }

    @Override
    public List<Ghid> dynamicHolders(Ghid target, @Nullable Ghid after, int limit) {
        return store.dynamicHolders(target, after, limit);
    }

    @Override
    public List<Ghid> debindings(Ghid target, int limit) {
        return store.debindings(target, limit);
    }

    @Override
    public Optional<Ghid> debinding(Ghid target, Ghid debinder) {
        return store.debinding(target, debinder);
    }

    @Override
    public List<Ghid> requests(Ghid recipient, int limit) {
        return store.requests(recipient, limit);
    }

    @Override
    public List<Ghid> superseded(Ghid dynamic) {
        return store.superseded(dynamic);
    }

    @Override
    public List<Expired> expired(long nowMillis, int limit) {
        return store.expired(nowMillis, limit);
    }

    @Override
    public Optional<Bytes> record(String space, Bytes key) {
        return store.record(space, key);
    }

    @Override
    public List<Entry> records(String space, Bytes from, int limit) {
        return store.records(space, from, limit);
    }
}
