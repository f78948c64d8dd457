package org.hypergolix.store.sqlite;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.store.Change;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoreView;

/// Objects, indexes and records in one SQLite file.
///
/// A commit is on disk when it returns: write-ahead log, flushed at each commit. Nobody but the owner of the process can
/// read the files; a second process is refused. Rows carry checksums: what a bad disk has changed is reported when it is
/// read, and does not keep the rest from being used. Safe for use by any thread; commits exclude each other.
public final class SqliteStore extends SqliteView implements ObjectStore {
    private static final System.Logger LOG = System.getLogger(SqliteStore.class.getName());
    private static final String LIBRARY_DIRECTORY = "org.sqlite.tmpdir";

    private final Path file;
    private final StoreLock lock;
    private final Sessions sessions;
    private final Failures failures;
    private final StoreView committing = new SqliteView() {
        @Override
        <T> T read(Sessions.Work<T> query) {
            return explained(() -> sessions.readToCommit(query));
        }
    };

    private interface Access<T> {
        T run() throws SQLException;
    }

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
    public void commit(List<Change> changes) {
        explained(() -> sessions.write(session -> {
            new Writer(session).write(changes);
            return changes;
        }));
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

    @Override
    public StoreView committing() {
        return committing;
    }

    @Override
    <T> T read(Sessions.Work<T> query) {
        return explained(() -> sessions.read(query));
    }

    private <T> T explained(Access<T> access) {
        try {
            return access.run();
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

}
