package org.hypergolix.store.sqlite;

import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.store.Binding;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.StoredObject;
import org.jspecify.annotations.Nullable;

/// The queries, over whatever connection they are asked.
abstract class SqliteView implements StoreView {
    // "LIMIT ? + 0" here and below: for a bare parameter SQLite looks at its value when it prepares the statement, and
    // prepares it again, at ten times the cost of running it, whenever another value is bound.

    /// One statement, as it is asked several times for every update; each part comes in the order of its index.
    private static final String BINDINGS = """
            SELECT * FROM (SELECT 0, address, 0 FROM object WHERE subject = ?1 AND kind = 3 ORDER BY address)
            UNION ALL
            SELECT * FROM (SELECT 1, address, 0 FROM dynamic WHERE target = ?1 AND live = 1 ORDER BY address)
            UNION ALL
            SELECT * FROM (SELECT 2, address, kept_until FROM dynamic WHERE kept = ?1 ORDER BY address)
            LIMIT ?2 + 0""";

    /// Asks; what the disk says against it is explained.
    abstract <T> T read(Sessions.Work<T> query);

    @Override
    public Optional<StoredObject> find(Ghid address) {
        return read(session -> session.one("SELECT kind, checksum, encoded FROM object WHERE address = ?",
                row -> Rows.object(row, address), digest(address)));
    }

    @Override
    public Optional<ObjectKind> kind(Ghid address) {
        return read(session -> session.one("SELECT kind FROM object WHERE address = ?",
                row -> Kinds.kind(row.getInt(1)), digest(address))).flatMap(kind -> kind);
    }

    @Override
    public Optional<DynamicState> dynamic(Ghid dynamic) {
        return read(session -> session.dynamic(dynamic)).map(DynamicRow::state);
    }

    @Override
    public List<Binding> bindings(Ghid target, int limit) {
        return read(session -> session.all(BINDINGS, Rows::binding, digest(target), limit));
    }

    @Override
    public List<Ghid> dynamicHolders(Ghid target, @Nullable Ghid after, int limit) {
        // No address is empty, so that nothing lies before the first one.
        byte[] from = after == null ? new byte[0] : after.digest().toArray();
        return read(session -> session.all(
                "SELECT address FROM dynamic WHERE target = ? AND live = 1 AND address > ? ORDER BY address LIMIT ? + 0",
                row -> Rows.ghid(row, 1), digest(target), from, limit));
    }

    @Override
    public List<Ghid> debindings(Ghid target, int limit) {
        return read(session -> session.all("SELECT address FROM object WHERE subject = ? AND kind = 5 LIMIT ? + 0",
                row -> Rows.ghid(row, 1), digest(target), limit));
    }

    @Override
    public Optional<Ghid> debinding(Ghid target, Ghid debinder) {
        return read(session -> session.one("SELECT address FROM object WHERE subject = ? AND party = ? AND kind = 5",
                row -> Rows.ghid(row, 1), digest(target), digest(debinder)));
    }

    @Override
    public List<Ghid> requests(Ghid recipient, int limit) {
        return read(session -> session.all(
                "SELECT address FROM object WHERE subject = ? AND kind = 6 ORDER BY id LIMIT ? + 0",
                row -> Rows.ghid(row, 1), digest(recipient), limit));
    }

    @Override
    public List<Ghid> superseded(Ghid dynamic) {
        return read(session -> session.dynamic(dynamic)).flatMap(row -> Optional.ofNullable(row.kept())).stream()
                .toList();
    }

    @Override
    public List<Expired> expired(long nowMillis, int limit) {
        return read(session -> session.all("""
                SELECT address, kept, kept_until FROM dynamic
                WHERE kept IS NOT NULL AND kept_until <= ? ORDER BY kept_until, address LIMIT ? + 0""",
                row -> new Expired(Rows.ghid(row, 1), Rows.ghid(row, 2), row.getLong(3)), nowMillis, limit));
    }

    @Override
    public Optional<Bytes> record(String space, Bytes key) {
        return read(session -> session.one("SELECT key, checksum, value FROM record WHERE space = ? AND key = ?",
                row -> Rows.record(row, space), space, key.toArray())).map(Entry::value);
    }

    @Override
    public List<Entry> records(String space, Bytes from, int limit) {
        return read(session -> session.all(
                "SELECT key, checksum, value FROM record WHERE space = ? AND key >= ? ORDER BY key LIMIT ? + 0",
                row -> Rows.record(row, space), space, from.toArray(), limit));
    }

    private static Object digest(Ghid ghid) {
        return ghid.digest().toArray();
    }
}
