package org.hypergolix.store.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.sqlite.SqliteStore.Options;
import org.jspecify.annotations.Nullable;

/// The connections to one file: one that writes, and a few that read while it does.
///
/// Whoever is about to commit reads through the writing connection as well, in the transaction that the commit ends: its
/// pages stay cached over commits, those of the others do not, and no locks are asked for in between. Nobody else writes,
/// so that this transaction never grows old. Lent connections are given back; waiting for one ends after [#MAX_WAIT_SECONDS].
final class Sessions {
    static final int MAX_WAIT_SECONDS = 30;

    private final Path file;
    private final Options options;
    private final Lock writing = new ReentrantLock();
    private final Lock lending = new ReentrantLock();
    private final Condition returned = lending.newCondition();
    private final Deque<Session> idleReaders = new ArrayDeque<>();
    private @Nullable Session writer;
    private int lent;
    private volatile boolean closed;

    /// Something done with a connection.
    @FunctionalInterface
    interface Work<T> {
        T with(Session session) throws SQLException;
    }

    Sessions(Path file, Options options) {
        this.file = file;
        this.options = options;
    }

    /// Opens the writing connection.
    void start() throws SQLException {
        withWriter(session -> session.number("SELECT count(*) FROM total"));
    }

    /// Reads; what is read is committed.
    <T> T read(Work<T> query) throws SQLException {
        if (options.readers() == 0) {
            return readToCommit(query);
        }
        Session reader = lend();
        boolean sound = false;
        try {
            T result = query.with(reader);
            sound = true;
            return result;
        } finally {
            giveBack(reader, sound);
        }
    }

    /// Reads what is committed, for who is about to commit.
    <T> T readToCommit(Work<T> query) throws SQLException {
        return withWriter(session -> {
            session.begin();
            return query.with(session);
        });
    }

    /// Changes something in a transaction of its own, all or nothing.
    <T> T write(Work<T> work) throws SQLException {
        return withWriter(session -> {
            session.begin();
            T result = work.with(session);
            session.commit();
            return result;
        });
    }

    /// Whatever fails, the connection is thrown away, and with it what was not committed.
    private <T> T withWriter(Work<T> work) throws SQLException {
        writing.lock();
        try {
            checkOpen();
            Session session = writer;
            if (session == null) {
                session = openWriter();
                writer = session;
            }
            boolean sound = false;
            try {
                T result = work.with(session);
                sound = true;
                return result;
            } finally {
                if (!sound) {
                    writer = null;
                    discard(session);
                }
            }
        } finally {
            writing.unlock();
        }
    }

    private Session openWriter() throws SQLException {
        Session session = Session.open(file, options.dynamicRows());
        try {
            options.configureWriter(session);
            Schema.prepare(session, file);
            options.startLog(session);
            return session;
        } catch (SQLException | RuntimeException failure) {
            discard(session);
            throw failure;
        }
    }

    private Session lend() throws SQLException {
        Session idle = awaitReader();
        if (idle != null) {
            return idle;
        }
        Session fresh = null;
        try {
            fresh = Session.open(file, 0);
            options.configureReader(fresh);
            return fresh;
        } catch (SQLException | RuntimeException failure) {
            giveBack(fresh, false);
            throw failure;
        }
    }

    /// An idle connection, or null if one more may be opened.
    private @Nullable Session awaitReader() {
        lending.lock();
        try {
            long nanosLeft = TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
            while (!closed && idleReaders.isEmpty() && lent == options.readers()) {
                if (nanosLeft <= 0) {
                    throw new StoreException(StoreException.Reason.FAILED, "No read of " + file + " ended for "
                            + MAX_WAIT_SECONDS + " seconds; is its disk working?");
                }
                nanosLeft = returned.awaitNanos(nanosLeft);
            }
            checkOpen();
            lent++;
            return idleReaders.poll();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreException.Reason.FAILED, "Interrupted while waiting to read " + file + ".", interruption);
        } finally {
            lending.unlock();
        }
    }

    private void giveBack(@Nullable Session reader, boolean sound) {
        boolean keep;
        lending.lock();
        try {
            lent--;
            keep = sound && !closed && reader != null;
            if (keep && reader != null) {
                idleReaders.push(reader);
            }
            returned.signal();
        } finally {
            lending.unlock();
        }
        if (!keep && reader != null) {
            discard(reader);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreException(StoreException.Reason.CLOSED, "The store " + file + " is closed.");
        }
    }

    /// Closes what is not in use; what is, when it is given back. Waits for a commit under way.
    void close() throws SQLException {
        writing.lock();
        try {
            closed = true;
            lending.lock();
            try {
                idleReaders.forEach(Sessions::discard);
                idleReaders.clear();
                returned.signalAll();
            } finally {
                lending.unlock();
            }
            if (writer != null) {
                writer.close();
                writer = null;
            }
        } finally {
            writing.unlock();
        }
    }

    private static void discard(Session session) {
        try {
            session.close();
        } catch (SQLException _) {
            // It failed before; nothing of it is needed any more.
        }
    }
}
