package org.hypergolix.store.draft;

import java.util.Comparator;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.Binding;

/// The place of a binding in the list of its target: what bindings are compared by, whatever else they say.
record Slot(Rank rank, Ghid holder) implements Comparable<Slot> {

    /// In the order of the list.
    enum Rank {
        STATIC, DYNAMIC, SUPERSEDED
    }

    private static final Comparator<Slot> ORDER = Comparator.comparing(Slot::rank).thenComparing(Slot::holder);

    static Slot of(Binding binding) {
        Rank rank = switch (binding) {
            case Binding.ByStatic _ -> Rank.STATIC;
            case Binding.ByDynamic _ -> Rank.DYNAMIC;
            case Binding.Superseded _ -> Rank.SUPERSEDED;
        };
        return new Slot(rank, binding.holder());
    }

    @Override
    public int compareTo(Slot other) {
        return ORDER.compare(this, other);
    }
}
