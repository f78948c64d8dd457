package org.hypergolix.store;

import org.hypergolix.golix.Ghid;

/// Something that keeps a target alive.
public sealed interface Binding {

    /// The address that binds: of a static binding, or the dynamic address of a frame.
    Ghid holder();

    /// A stored static binding has the target.
    record ByStatic(Ghid holder) implements Binding {}

    /// The current frame of this dynamic address has the target as its first.
    record ByDynamic(Ghid holder) implements Binding {}

    /// A newer frame of this dynamic address has replaced the target, but its container has not come yet.
    ///
    /// @param untilMillis since the epoch; after that the target goes even so
    record Superseded(Ghid holder, long untilMillis) implements Binding {}
}
