package org.hypergolix.store.retention;

import java.util.List;
import org.hypergolix.store.Change;

/// What follows from storing an object or from the passing of time.
///
/// @param changes to commit, in order
/// @param effects to tell of after the commit, in order
/// @param unfinished whether work was left for [Retention#expire]
public record Consequences(List<Change> changes, List<Effect> effects, boolean unfinished) {
    public Consequences {
        changes = List.copyOf(changes);
        effects = List.copyOf(effects);
    }
}
