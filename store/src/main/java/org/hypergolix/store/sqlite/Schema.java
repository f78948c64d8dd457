package org.hypergolix.store.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.hypergolix.store.StoreException;

/// The tables, and how a file says that it has them.
///
/// ```
///   object   one row an object; frames too, under their frame address
///            subject: target of a static binding or debinding, recipient of a request
///            party:   who debinds
///   dynamic  one row a dynamic address, for ever; kept: the superseded container in its time of grace
///   record   the owner's own
///   total    one row: how many objects, how many bytes
/// ```
///
/// Addresses are their 64 digest bytes, counters the 64 bits of the unsigned number. Content is large and lies last in
/// its row, in a table in the order of arrival: a tree ordered by digests would be torn apart by every change.
final class Schema {
    private static final List<String> TABLES = List.of("""
            CREATE TABLE object (
                id INTEGER PRIMARY KEY,
                address BLOB NOT NULL UNIQUE,
                kind INTEGER NOT NULL,
                subject BLOB,
                party BLOB,
                checksum INTEGER NOT NULL,
                encoded BLOB NOT NULL
            ) STRICT
            """, """
            CREATE INDEX static_binding ON object (subject, address) WHERE kind = 3
            """, """
            CREATE INDEX debinding ON object (subject, party, address) WHERE kind = 5
            """, """
            CREATE INDEX request ON object (subject, id, address) WHERE kind = 6
            """, """
            CREATE TABLE dynamic (
                id INTEGER PRIMARY KEY,
                address BLOB NOT NULL UNIQUE,
                binder BLOB NOT NULL,
                counter INTEGER NOT NULL,
                frame BLOB NOT NULL,
                frame_size INTEGER NOT NULL,
                target BLOB NOT NULL,
                live INTEGER NOT NULL,
                kept BLOB,
                kept_until INTEGER NOT NULL,
                checksum INTEGER NOT NULL
            ) STRICT
            """, """
            CREATE INDEX dynamic_binding ON dynamic (target, address) WHERE live = 1
            """, """
            CREATE INDEX kept_container ON dynamic (kept, address, kept_until) WHERE kept IS NOT NULL
            """, """
            CREATE INDEX kept_until ON dynamic (kept_until, address, kept) WHERE kept IS NOT NULL
            """, """
            CREATE TABLE record (
                id INTEGER PRIMARY KEY,
                space TEXT NOT NULL,
                key BLOB NOT NULL,
                checksum INTEGER NOT NULL,
                value BLOB NOT NULL,
                UNIQUE (space, key)
            ) STRICT
            """, """
            CREATE TABLE total (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                objects INTEGER NOT NULL,
                bytes INTEGER NOT NULL
            ) STRICT
            """, """
            INSERT INTO total VALUES (1, 0, 0)
            """);

    private Schema() {}

    /// Makes the tables in an empty file; checks that another one has them.
    ///
    /// Without a write-ahead log, so that the file's own first page says whose it is from the first moment on.
    ///
    /// @throws StoreException if the file is of another program, or of a later version of this one
    static void prepare(Session session, Path file) throws SQLException {
        long application = session.number("PRAGMA application_id");
        long version = session.number("PRAGMA user_version");
        if (application == 0 && version == 0 && session.number("SELECT count(*) FROM sqlite_schema") == 0) {
            create(session);
        } else {
            FileHeader.check(file, application, version);
        }
    }

    private static void create(Session session) throws SQLException {
        session.run("BEGIN IMMEDIATE");
        for (String table : TABLES) {
            session.run(table);
        }
        session.run("PRAGMA application_id = " + FileHeader.APPLICATION_ID);
        session.run("PRAGMA user_version = " + FileHeader.VERSION);
        session.run("COMMIT");
    }
}
