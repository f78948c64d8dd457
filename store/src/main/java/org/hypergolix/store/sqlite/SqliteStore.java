package org.hypergolix.store.sqlite;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.store.Binding;
import org.hypergolix.store.Change;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoredObject;
import org.jspecify.annotations.Nullable;

/// Objects, indexes and records in one SQLite file.
///
/// A commit is on disk when it returns: write-ahead log, flushed at each commit. Nobody but the owner of the process can
/// read the files; a second process is refused. Rows carry checksums: what a bad disk has changed is reported when it is
/// read, and does not keep the rest from being used. Safe for use by any thread; commits exclude each other.
public final class SqliteStore implements ObjectStore {
    private static final System.Logger LOG = System.getLogger(SqliteStore.class.getName());
    private static final String LIBRARY_DIRECTORY = "org.sqlite.tmpdir";

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

    private final Path file;
    private final StoreLock lock;
    private final Sessions sessions;
    private final Failures failures;

    private SqliteStore(Path file, StoreLock lock, Options options) {
        this.file = file;
        this.lock = lock;
        this.sessions = new Sessions(file, options);
        this.failures = new Failures(file);
    }

    /// How a store uses memory and disk.
    ///
    /// @param readers connections that read while a commit runs; 0: reads wait for commits
    /// @param cacheKibibytes pages that the writing connection keeps in memory, outside the Java heap; each reader keeps
    ///     a quarter of it. On the heap, the rows of the last used dynamic addresses take a twentieth of it
    /// @param logPages pages of 4 KiB in the write-ahead log before they are moved into the file, which takes a few
    ///     milliseconds of the commit it falls on
    /// @param maxBytes of the file, without the log; 0 for no limit
    public record Options(int readers, int cacheKibibytes, int logPages, long maxBytes) {
        /// Bytes of a page of the file.
        static final int PAGE_SIZE = 4096;

        /// For a server.
        public static final Options LARGE = new Options(4, 16 << 10, 4096, 0);

        /// For a process that has other things to do: less than a megabyte.
        public static final Options SMALL = new Options(0, 512, 512, 0);

        /// The same with a limit of the file's size.
        public Options withMaxBytes(long bytes) {
            return new Options(readers, cacheKibibytes, logPages, bytes);
        }

        /// At about 800 bytes each.
        int dynamicRows() {
            return Math.max(16, cacheKibibytes / 16);
        }

        void configureWriter(Session session) throws SQLException {
            session.run("PRAGMA page_size = " + PAGE_SIZE);
            configure(session, cacheKibibytes);
            session.run("PRAGMA synchronous = FULL");
            if (maxBytes > 0) {
                session.run("PRAGMA max_page_count = " + Math.max(1, maxBytes / PAGE_SIZE));
            }
        }

        /// For a file that has its tables.
        void startLog(Session session) throws SQLException {
            session.run("PRAGMA journal_mode = WAL");
            session.run("PRAGMA wal_autocheckpoint = " + logPages);
            session.run("PRAGMA journal_size_limit = " + (long) logPages * PAGE_SIZE);
        }

        void configureReader(Session session) throws SQLException {
            configure(session, cacheKibibytes / 4);
            session.run("PRAGMA query_only = ON");
        }

        private static void configure(Session session, int cache) throws SQLException {
            // Nobody but a backup program can be in the way, and that not for long.
            session.run("PRAGMA busy_timeout = 5000");
            session.run("PRAGMA cache_size = -" + cache);
            session.run("PRAGMA temp_store = MEMORY");
            session.run("PRAGMA cell_size_check = ON");
            session.run("PRAGMA trusted_schema = OFF");
        }
    }

    /// Opens `file`, made with its directory if there is none.
    ///
    /// @throws StoreException with reason LOCKED if another process uses it, DAMAGED if it is no database or its first
    ///     pages are damaged, FAILED if it belongs to another program or a later version of this one, or cannot be opened
    public static SqliteStore open(Path file, Options options) {
        Path path = file.toAbsolutePath().normalize();
        Path directory = path.getParent();
        if (directory == null) {
            throw new StoreException(StoreException.Reason.FAILED, path + " is a directory; name a file in it.");
        }
        try {
            Privacy.createDirectory(directory);
            StoreLock lock = StoreLock.take(path);
            try {
                return open(path, directory, lock, options);
            } catch (IOException | RuntimeException | Error failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new Failures(path).explain(failure);
        }
    }

    private static SqliteStore open(Path path, Path directory, StoreLock lock, Options options) throws IOException {
        FileHeader.check(path);
        Privacy.createFile(path);
        if (System.getProperty(LIBRARY_DIRECTORY) == null) {
            // Where the driver unpacks its library; a killed process leaves it behind, and the next one removes it.
            System.setProperty(LIBRARY_DIRECTORY, directory.toString());
        }
        SqliteStore store = new SqliteStore(path, lock, options);
        store.start();
        return store;
    }

    /// Makes or checks the tables, and plays back what the log holds.
    private void start() {
        try {
            sessions.start();
        } catch (SQLException failure) {
            throw failures.explain(failure);
        }
    }

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

    @Override
    public void commit(List<Change> changes) {
        try {
            sessions.write(session -> {
                new Writer(session).write(changes);
                return changes;
            });
        } catch (SQLException failure) {
            throw failures.explain(failure);
        }
    }

    @Override
    public Usage usage() {
        long disk = size(file) + size(Path.of(file + "-wal"));
        return read(session -> session.one("SELECT objects, bytes FROM total",
                row -> new Usage(row.getLong(1), row.getLong(2), disk))).orElse(new Usage(0, 0, disk));
    }

    /// Reads everything and tells what is damaged, in sentences: the file's own structure, then the rows. Takes long.
    ///
    /// @param limit the most sentences to return
    public List<String> check(int limit) {
        List<String> findings = new ArrayList<>();
        read(session -> session.all("PRAGMA integrity_check(" + limit + ")", row -> row.getString(1))).stream()
                .filter(finding -> !finding.equals("ok")).forEach(findings::add);
        read(session -> {
            new RowCheck(session, findings, limit).run();
            return findings;
        });
        return findings.subList(0, Math.min(limit, findings.size()));
    }

    @Override
    public void close() {
        try {
            sessions.close();
        } catch (SQLException failure) {
            // Everything acknowledged is in the log, which the next one to open the file reads.
            LOG.log(Level.WARNING, "Closing the store failed: {0}", failure.getMessage());
        } finally {
            release();
        }
    }

    private <T> T read(Sessions.Work<T> query) {
        try {
            return sessions.read(query);
        } catch (SQLException failure) {
            throw failures.explain(failure);
        }
    }

    private void release() {
        try {
            lock.close();
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "Releasing the lock of the store failed: {0}", failure.getMessage());
        }
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException _) {
            return 0;
        }
    }

    private static Object digest(Ghid ghid) {
        return ghid.digest().toArray();
    }
}
