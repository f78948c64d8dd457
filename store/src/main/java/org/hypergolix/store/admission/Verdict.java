package org.hypergolix.store.admission;

import java.util.List;
import org.hypergolix.store.Change;

/// What admission says of one object.
public sealed interface Verdict {

    /// To be stored.
    ///
    /// @param changes to commit, in order, collection included
    /// @param events to tell of after the commit, in order
    record Accepted(List<Change> changes, List<Event> events) implements Verdict {
        public Accepted {
            changes = List.copyOf(changes);
            events = List.copyOf(events);
        }
    }

    /// Stored already: success without effect.
    record Known() implements Verdict {}

    /// Not to be stored.
    ///
    /// @param message one line, for people
    record Refused(Refusal refusal, String message) implements Verdict {}
}
