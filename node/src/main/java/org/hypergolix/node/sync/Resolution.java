package org.hypergolix.node.sync;

import java.util.List;
import org.hypergolix.golix.Bytes;

/// What follows from a relay's refusal to take something.
public sealed interface Resolution {

    /// It is settled: the relay has something newer of ours, or what was to be sent is gone.
    record Settled() implements Resolution {}

    /// Another device of the account was first; its state has been taken over.
    record Conflict() implements Resolution {}

    /// Send these first, then the same again. At most once for an item.
    record Again(List<Bytes> prerequisites) implements Resolution {
        public Again {
            prerequisites = List.copyOf(prerequisites);
        }
    }

    /// The relay cannot now, perhaps later.
    record Later(String reason) implements Resolution {}

    /// The relay never will.
    record Never(String reason) implements Resolution {}
}
