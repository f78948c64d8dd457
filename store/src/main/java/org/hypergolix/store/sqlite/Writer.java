package org.hypergolix.store.sqlite;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.store.Change;
import org.jspecify.annotations.Nullable;

/// Writes the changes of one commit.
///
/// Rows of dynamic addresses are gathered and written once at the end: an update touches its row two to four times.
final class Writer {
    private static final String INSERT_DYNAMIC = """
            INSERT INTO dynamic (address, binder, counter, frame, frame_size, target, live, kept, kept_until, checksum)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String UPDATE_DYNAMIC = """
            UPDATE dynamic SET binder = ?, counter = ?, frame = ?, frame_size = ?, target = ?, live = ?, checksum = ?
            WHERE id = ?""";
    /// Apart, as naming the columns of an index makes SQLite rewrite its entries, changed or not.
    private static final String UPDATE_KEPT = "UPDATE dynamic SET kept = ?, kept_until = ?, checksum = ? WHERE id = ?";
    private static final String INSERT_OBJECT = """
            INSERT OR IGNORE INTO object (address, kind, subject, party, checksum, encoded)
            VALUES (?, ?, ?, ?, ?, ?)""";
    private static final String OBJECT_SIZE = "SELECT length(encoded) FROM object WHERE address = ?";
    private static final String REPAIR_OBJECT = """
            UPDATE object SET kind = ?, subject = ?, party = ?, checksum = ?, encoded = ? WHERE address = ?""";
    private static final String REPLACE_FRAME =
            "UPDATE object SET address = ?, checksum = ?, encoded = ? WHERE address = ? AND kind = 4";
    private static final String DELETE_OBJECT =
            "DELETE FROM object WHERE address = ? AND kind <> 4 RETURNING length(encoded)";
    private static final String DELETE_FRAME = "DELETE FROM object WHERE address = ? AND kind = 4";
    private static final String PUT_RECORD = """
            INSERT INTO record (space, key, checksum, value) VALUES (?, ?, ?, ?)
            ON CONFLICT (space, key) DO UPDATE SET checksum = excluded.checksum, value = excluded.value""";
    private static final String DELETE_RECORD = "DELETE FROM record WHERE space = ? AND key = ?";
    private static final String COUNT = "UPDATE total SET objects = objects + ?, bytes = bytes + ?";

    private final Session session;
    private final Map<Ghid, Gathered> dynamics = new HashMap<>();
    private long moreObjects;
    private long moreBytes;

    /// A dynamic address as it was and as it is to be.
    private record Gathered(@Nullable DynamicRow before, @Nullable DynamicRow after) {}

    Writer(Session session) {
        this.session = session;
    }

    /// Writes all `changes` in order. The caller begins and ends the transaction.
    void write(List<Change> changes) throws SQLException {
        for (Change change : changes) {
            write(change);
        }
        for (Gathered gathered : dynamics.values()) {
            flush(gathered);
        }
        if (moreObjects != 0 || moreBytes != 0) {
            session.update(COUNT, moreObjects, moreBytes);
        }
    }

    private void write(Change change) throws SQLException {
        switch (change) {
            case Change.Put(Frame frame) -> putFrame(frame);
            case Change.Put(GolixObject object) -> putObject(object);
            case Change.Remove(Ghid address) -> remove(address);
            case Change.RemoveDynamic(Ghid dynamic) -> removeDynamic(dynamic);
            case Change.Supersede(Ghid dynamic, Ghid container, long untilMillis) -> {
                DynamicRow row = dynamic(dynamic);
                if (row != null) {
                    gather(dynamic, row.keeping(container, untilMillis));
                }
            }
            case Change.EndSupersede(Ghid dynamic, Ghid container) -> {
                DynamicRow row = dynamic(dynamic);
                if (row != null && container.equals(row.kept())) {
                    gather(dynamic, row.keepingNothing());
                }
            }
            case Change.PutRecord(String space, Bytes key, Bytes value) ->
                session.update(PUT_RECORD, space, key.toArray(), Rows.checksum(key, value), value.toArray());
            case Change.RemoveRecord(String space, Bytes key) -> session.update(DELETE_RECORD, space, key.toArray());
        }
    }

    private void putFrame(Frame frame) throws SQLException {
        DynamicRow row = dynamic(frame.dynamic());
        if (row != null && row.state().live() && replaceFrame(row, frame)) {
            moreBytes += frame.encoded().size() - row.frameSize();
        } else {
            putObject(frame);
        }
        DynamicRow next = row == null ? DynamicRow.first(frame) : row.replacedBy(frame);
        gather(frame.dynamic(), next);
    }

    /// In the row of the one before, so that nothing but the two addresses in the index moves.
    private boolean replaceFrame(DynamicRow row, Frame frame) throws SQLException {
        long checksum = Rows.checksum(frame.ghid(), Kinds.code(frame.kind()), frame.encoded());
        return session.update(REPLACE_FRAME, digest(frame.ghid()), checksum, frame.encoded().toArray(),
                digest(row.state().frame())) == 1;
    }

    private void putObject(GolixObject object) throws SQLException {
        byte[] address = digest(object.ghid());
        int kind = Kinds.code(object.kind());
        byte @Nullable [] subject = subject(object);
        byte @Nullable [] party = object instanceof Debinding debinding ? digest(debinding.author()) : null;
        long checksum = Rows.checksum(object.ghid(), kind, object.encoded());
        byte[] encoded = object.encoded().toArray();
        if (session.update(INSERT_OBJECT, address, kind, subject, party, checksum, encoded) == 1) {
            moreObjects++;
            moreBytes += encoded.length;
            return;
        }
        moreBytes += encoded.length - session.one(OBJECT_SIZE, row -> row.getLong(1), address).orElse(0L);
        session.update(REPAIR_OBJECT, kind, subject, party, checksum, encoded, address);
    }

    private static byte @Nullable [] subject(GolixObject object) {
        return switch (object) {
            case Identity _,Container _,Frame _ -> null;
            case StaticBinding binding -> digest(binding.target());
            case Debinding debinding -> digest(debinding.target());
            case Request request -> digest(request.recipient());
        };
    }

    private void remove(Ghid address) throws SQLException {
        session.one(DELETE_OBJECT, row -> row.getLong(1), (Object) digest(address)).ifPresent(size -> {
            moreObjects--;
            moreBytes -= size;
        });
    }

    private void removeDynamic(Ghid dynamic) throws SQLException {
        DynamicRow row = dynamic(dynamic);
        if (row == null || !row.state().live()) {
            return;
        }
        if (session.update(DELETE_FRAME, (Object) digest(row.state().frame())) == 1) {
            moreObjects--;
            moreBytes -= row.frameSize();
        }
        gather(dynamic, row.removed());
    }

    private @Nullable DynamicRow dynamic(Ghid dynamic) throws SQLException {
        Gathered gathered = dynamics.get(dynamic);
        if (gathered == null) {
            DynamicRow stored = session.dynamic(dynamic).orElse(null);
            gathered = new Gathered(stored, stored);
            dynamics.put(dynamic, gathered);
        }
        return gathered.after();
    }

    private void gather(Ghid dynamic, DynamicRow row) {
        Gathered gathered = dynamics.get(dynamic);
        dynamics.put(dynamic, new Gathered(gathered == null ? null : gathered.before(), row));
    }

    private void flush(Gathered gathered) throws SQLException {
        DynamicRow before = gathered.before();
        DynamicRow row = gathered.after();
        if (row == null || row.equals(before)) {
            return;
        }
        byte @Nullable [] kept = row.kept() == null ? null : digest(row.kept());
        long checksum = row.checksum();
        if (before == null) {
            session.update(INSERT_DYNAMIC, digest(row.state().dynamic()), digest(row.state().binder()),
                    row.state().counter(), digest(row.state().frame()), row.frameSize(),
                    digest(row.state().target()), row.state().live() ? 1 : 0, kept, row.keptUntilMillis(), checksum);
            return;
        }
        if (!row.state().equals(before.state())) {
            session.update(UPDATE_DYNAMIC, digest(row.state().binder()), row.state().counter(),
                    digest(row.state().frame()), row.frameSize(), digest(row.state().target()),
                    row.state().live() ? 1 : 0, checksum, row.id());
        }
        if (row.keptUntilMillis() != before.keptUntilMillis() || !Objects.equals(row.kept(), before.kept())) {
            session.update(UPDATE_KEPT, kept, row.keptUntilMillis(), checksum, row.id());
        }
        session.written(row);
    }

    private static byte[] digest(Ghid ghid) {
        return ghid.digest().toArray();
    }
}
