package org.hypergolix.relay;

import io.telemeter.testkit.store.ForwardingStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoredObject;
import org.hypergolix.store.memory.MemoryStore;

/// A store whose commits wait or fail as a test likes.
final class FaultyStore extends ForwardingStore {

    private final Runnable beforeCommit;
    private final Consumer<Ghid> beforeFind;

    /// @param beforeCommit run before each commit; what it throws, the commit throws
    FaultyStore(Runnable beforeCommit) {
        this(beforeCommit, _ -> {});
    }

    /// @param beforeCommit run before each commit; what it throws, the commit throws
    /// @param beforeFind run before each search for an object; what it throws, the search throws
    FaultyStore(Runnable beforeCommit, Consumer<Ghid> beforeFind) {
        super(new MemoryStore());
        this.beforeCommit = beforeCommit;
        this.beforeFind = beforeFind;
    }

    @Override
    public void commit(List<Change> changes) {
        beforeCommit.run();
        super.commit(changes);
    }

    @Override
    public Optional<StoredObject> find(Ghid address) {
        beforeFind.accept(address);
        return super.find(address);
    }
}
