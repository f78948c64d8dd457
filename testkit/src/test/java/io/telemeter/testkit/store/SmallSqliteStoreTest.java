package io.telemeter.testkit.store;

import java.nio.file.Path;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.sqlite.SqliteStore;
import org.junit.jupiter.api.io.TempDir;

class SmallSqliteStoreTest extends ObjectStoreContract {
    @TempDir
    private Path home;

    @Override
    protected ObjectStore open() {
        return SqliteStore.open(home.resolve("test.db"), SqliteStore.Options.SMALL);
    }
}
