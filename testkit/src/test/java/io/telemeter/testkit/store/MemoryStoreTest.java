package io.telemeter.testkit.store;

import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.memory.MemoryStore;

class MemoryStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open() {
        return new MemoryStore();
    }

    @Override
    protected boolean isDurable() {
        return false;
    }
}
