package org.hypergolix.store.retention;

import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;
import org.jspecify.annotations.Nullable;

/// Work that did not fit into one commit, kept as a record of the store until a sweep takes it up.
///
/// Key: one byte for the kind, 64 bytes of the digest of `subject`. Value: nothing, or the 64 bytes of a cursor.
sealed interface Task {
    /// The space of the records.
    String SPACE = "store.task";

    /// The address it is about.
    Ghid subject();

    /// See whether the subject is still held by anything.
    record Recheck(Ghid subject) implements Task {}

    /// Remove the debindings of the subject that are not its owner's.
    record Purge(Ghid subject) implements Task {}

    /// Go on telling the holders of the subject that it is here.
    ///
    /// @param after the last holder that was told; null before the first
    record Announce(Ghid subject, @Nullable Ghid after) implements Task {}

    /// The change that keeps the task.
    default Change.PutRecord keep() {
        Bytes value = this instanceof Announce(_, Ghid after) && after != null ? after.digest() : Bytes.EMPTY;
        return new Change.PutRecord(SPACE, key(), value);
    }

    /// The change that strikes it off.
    default Change.RemoveRecord strike() {
        return new Change.RemoveRecord(SPACE, key());
    }

    private Bytes key() {
        byte kind = switch (this) {
            case Recheck _ -> 1;
            case Purge _ -> 2;
            case Announce _ -> 3;
        };
        return Bytes.concat(Bytes.owning(new byte[]{kind}), subject().digest());
    }

    /// The kept tasks, at most `limit`.
    static List<Task> kept(StoreView view, int limit) {
        return view.records(SPACE, Bytes.EMPTY, limit).stream().map(Task::read).flatMap(Optional::stream).toList();
    }

    private static Optional<Task> read(StoreView.Entry entry) {
        Ghid subject = new Ghid(entry.key().slice(1));
        return switch (entry.key().at(0)) {
            case 1 -> Optional.of(new Recheck(subject));
            case 2 -> Optional.of(new Purge(subject));
            case 3 -> Optional.of(new Announce(subject, entry.value().isEmpty() ? null : new Ghid(entry.value())));
            default -> Optional.empty();
        };
    }
}
