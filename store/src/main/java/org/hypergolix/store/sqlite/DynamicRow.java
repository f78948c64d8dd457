package org.hypergolix.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.StoreException;
import org.jspecify.annotations.Nullable;

/// What the file says of a dynamic address.
///
/// @param id of the row, 0 if it is not written yet
/// @param frameSize bytes of the newest frame
/// @param kept the superseded container in its time of grace
/// @param keptUntilMillis when that ends; 0 if there is none
record DynamicRow(
        long id, DynamicState state, long frameSize, @Nullable Ghid kept, long keptUntilMillis) {
    static final String COLUMNS =
            "id, address, binder, counter, frame, frame_size, target, live, kept, kept_until, checksum";

    /// Reads a row of [#COLUMNS].
    ///
    /// @throws StoreException with reason DAMAGED if it is not what was written
    static DynamicRow read(ResultSet row) throws SQLException {
        DynamicState state = new DynamicState(
                Rows.ghid(row, 2), Rows.ghid(row, 3), row.getLong(4), Rows.ghid(row, 5), Rows.ghid(row, 7),
                row.getLong(8) == 1);
        Ghid kept = row.getBytes(9) == null ? null : Rows.ghid(row, 9);
        DynamicRow read = new DynamicRow(row.getLong(1), state, row.getLong(6), kept, row.getLong(10));
        if (read.checksum() != row.getLong(11)) {
            throw new StoreException(StoreException.Reason.DAMAGED,
                    "What is stored of the dynamic address " + state.dynamic().text() + " is damaged.");
        }
        return read;
    }

    /// An address that is seen for the first time.
    static DynamicRow first(Frame frame) {
        return new DynamicRow(0, stateOf(frame), frame.encoded().size(), null, 0);
    }

    DynamicRow replacedBy(Frame frame) {
        return new DynamicRow(id, stateOf(frame), frame.encoded().size(), kept, keptUntilMillis);
    }

    private static DynamicState stateOf(Frame frame) {
        return new DynamicState(
                frame.dynamic(), frame.author(), frame.counter(), frame.ghid(), frame.target(), true);
    }

    DynamicRow removed() {
        DynamicState gone = new DynamicState(
                state.dynamic(), state.binder(), state.counter(), state.frame(), state.target(), false);
        return new DynamicRow(id, gone, frameSize, kept, keptUntilMillis);
    }

    DynamicRow keeping(Ghid container, long untilMillis) {
        return new DynamicRow(id, state, frameSize, container, untilMillis);
    }

    DynamicRow keepingNothing() {
        return new DynamicRow(id, state, frameSize, null, 0);
    }

    long checksum() {
        Checksum sum = new Checksum().add(state.dynamic().digest()).add(state.binder().digest())
                .add(state.counter()).add(state.frame().digest()).add(frameSize).add(state.target().digest())
                .add(state.live() ? 1 : 0).add(keptUntilMillis);
        return (kept == null ? sum : sum.add(kept.digest())).value();
    }
}
