package org.hypergolix.node.object;

import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.Commits;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;

/// Evidence of forks: frames that a foreign owner signed beside those taken over. Space `forks`, key = dynamic address
/// (65) | frame (65), value = the frame, in clear. At most [#MOST_PER_OBJECT] of an object and [#MOST] in all are kept,
/// the first ones.
final class Forks {
    static final String SPACE = "forks";
    static final int MOST_PER_OBJECT = 4;
    static final int MOST = 256;

    private Forks() {}

    /// Keeps `frame`, unless there is enough.
    static void keep(Commits commits, Frame frame) {
        commits.commit(List.of(), view -> Commits.adding(changes(view, frame)));
    }

    private static List<Change> changes(StoreView view, Frame frame) {
        Bytes first = frame.dynamic().bytes();
        long ofObject = view.records(SPACE, first, MOST_PER_OBJECT).stream()
                .filter(entry -> entry.key().slice(0, Ghid.LENGTH).equals(first))
                .count();
        if (ofObject >= MOST_PER_OBJECT || view.records(SPACE, Bytes.EMPTY, MOST).size() >= MOST) {
            return List.of();
        }
        return List.of(new Change.PutRecord(SPACE, Bytes.concat(first, frame.ghid().bytes()), frame.encoded()));
    }

    /// How many are kept of `dynamic`, for reports.
    static long count(StoreView view, Ghid dynamic) {
        return view.records(SPACE, dynamic.bytes(), MOST_PER_OBJECT).stream()
                .filter(entry -> entry.key().slice(0, Ghid.LENGTH).equals(dynamic.bytes()))
                .count();
    }
}
