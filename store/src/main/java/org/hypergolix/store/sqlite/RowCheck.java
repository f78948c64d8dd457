package org.hypergolix.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoredObject;

/// Reads every row and compares it with its checksum, every object with its digest.
final class RowCheck {
    private static final String NEXT_OBJECT =
            "SELECT kind, checksum, encoded, address, id FROM object WHERE id > ? ORDER BY id LIMIT 1";
    private static final String NEXT_DYNAMIC =
            "SELECT " + DynamicRow.COLUMNS + " FROM dynamic WHERE id > ? ORDER BY id LIMIT 1";
    private static final String NEXT_RECORD =
            "SELECT key, checksum, value, space, id FROM record WHERE id > ? ORDER BY id LIMIT 1";

    private final Session session;
    private final List<String> findings;
    private final int limit;

    RowCheck(Session session, List<String> findings, int limit) {
        this.session = session;
        this.findings = findings;
        this.limit = limit;
    }

    void run() throws SQLException {
        scan(NEXT_OBJECT, 5, RowCheck::checkObject);
        scan(NEXT_DYNAMIC, 1, DynamicRow::read);
        scan(NEXT_RECORD, 5, row -> Rows.record(row, row.getString(4)));
    }

    /// Goes through a table row by row; a container may be as large as all else together.
    private void scan(String next, int idColumn, Session.Row<?> check) throws SQLException {
        Optional<Long> id = Optional.of(Long.MIN_VALUE);
        while (id.isPresent() && findings.size() < limit) {
            id = session.one(next, row -> {
                check(row, check);
                return row.getLong(idColumn);
            }, id.get());
        }
    }

    private void check(ResultSet row, Session.Row<?> check) throws SQLException {
        try {
            check.read(row);
        } catch (StoreException damaged) {
            findings.add(damaged.getMessage());
        }
    }

    private static ObjectKind checkObject(ResultSet row) throws SQLException {
        Ghid address = Rows.ghid(row, 4);
        StoredObject object = Rows.object(row, address);
        return object.decode().kind();
    }
}
