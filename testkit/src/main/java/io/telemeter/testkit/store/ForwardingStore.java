package io.telemeter.testkit.store;

import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.Binding;
import org.hypergolix.store.Change;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoredObject;
import org.jspecify.annotations.Nullable;

/// A store over another one, for tests that change some of what it does. As safe as the one below.
public abstract class ForwardingStore implements ObjectStore {
    private final ObjectStore store;

    protected ForwardingStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public void commit(List<Change> changes) {
        store.commit(changes);
    }

    @Override
    public Usage usage() {
        return store.usage();
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public Optional<StoredObject> find(Ghid address) {
        return store.find(address);
    }

    @Override
    public Optional<DynamicState> dynamic(Ghid dynamic) {
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
