package org.hypergolix.store.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.GolixObject;

/// A submission on its way.
///
/// @param checked what was found out about each object before it got in line
/// @param size the sum of the objects' sizes in bytes
record Entry(
        Ledger.Submission submission, List<Checked> checked, long size, CompletableFuture<Ledger.Outcome> outcome) {

    /// Whether the last of `entries` is a frame and nothing else, and its container is not among the others.
    static boolean endsWithFrameAlone(List<Entry> entries) {
        List<GolixObject> last = entries.getLast().submission().objects();
        return last.size() == 1 && last.getFirst() instanceof Frame frame
                && entries.stream().flatMap(entry -> entry.submission().objects().stream())
                        .noneMatch(object -> object.ghid().equals(frame.target()));
    }
}
