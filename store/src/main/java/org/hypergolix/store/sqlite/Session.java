package org.hypergolix.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteException;

/// One connection with its statements, prepared once. For one thread at a time.
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Map<Ghid, DynamicRow> dynamics;
    private boolean inTransaction;

    /// Reads one row of a result.
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Session(Connection connection, int dynamicRows) {
        this.connection = connection;
        this.dynamics = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Ghid, DynamicRow> eldest) {
                return size() > dynamicRows;
            }
        };
    }

    /// Connects to `file`.
    ///
    /// @param dynamicRows rows of dynamic addresses that are kept: none in a connection that only reads, as it would not
    ///     hear of their changes
    static Session open(Path file, int dynamicRows) throws SQLException {
        try {
            // As a URI, so that a question mark in the path is no beginning of parameters.
            return new Session(JDBC.createConnection("jdbc:sqlite:" + file.toUri(), new Properties()), dynamicRows);
        } catch (SQLException failure) {
            if (failure instanceof SQLiteException) {
                throw failure;
            }
            // SQLite itself said nothing, as it is not there.
            throw withoutLibrary(file, failure);
        } catch (LinkageError | IllegalCallerException failure) {
            throw withoutLibrary(file, failure);
        }
    }

    private static StoreException withoutLibrary(Path file, Throwable failure) {
        return new StoreException(StoreException.Reason.FAILED, "Cannot open " + file
                + ", as the SQLite library cannot be loaded; let -Dorg.sqlite.tmpdir name a directory that this user"
                + " can write and that may hold programs, and allow native access.", failure);
    }

    /// Runs a statement that is not worth keeping.
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The number that a statement not worth keeping gives.
    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }

    /// Begins a transaction, unless one has begun. What is read in it is read without asking for locks each time; when
    /// it writes, it goes on as the writing one.
    void begin() throws SQLException {
        if (!inTransaction) {
            update("BEGIN");
            inTransaction = true;
        }
    }

    /// Ends the transaction; what was written is on disk.
    void commit() throws SQLException {
        update("COMMIT");
        inTransaction = false;
    }

    /// Runs a statement; tells how many rows it changed.
    int update(String sql, @Nullable Object... arguments) throws SQLException {
        return bind(sql, arguments).executeUpdate();
    }

    /// The only row of a result, if there is one.
    <T> Optional<T> one(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
        try (ResultSet result = bind(sql, arguments).executeQuery()) {
            return result.next() ? Optional.of(row.read(result)) : Optional.empty();
        }
    }

    /// All rows of a result.
    <T> List<T> all(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (ResultSet result = bind(sql, arguments).executeQuery()) {
            while (result.next()) {
                rows.add(row.read(result));
            }
        }
        return rows;
    }

    /// What the file says of a dynamic address, or what was last written of it.
    Optional<DynamicRow> dynamic(Ghid address) throws SQLException {
        DynamicRow kept = dynamics.get(address);
        if (kept != null) {
            return Optional.of(kept);
        }
        Optional<DynamicRow> row = one("SELECT " + DynamicRow.COLUMNS + " FROM dynamic WHERE address = ?",
                DynamicRow::read, (Object) address.digest().toArray());
        row.ifPresent(found -> dynamics.put(address, found));
        return row;
    }

    /// Takes note of a row that was written. Should its transaction fail, this connection is not used any more.
    void written(DynamicRow row) {
        dynamics.put(row.state().dynamic(), row);
    }

    private PreparedStatement bind(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int index = 0; index < arguments.length; index++) {
            statement.setObject(index + 1, arguments[index]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
