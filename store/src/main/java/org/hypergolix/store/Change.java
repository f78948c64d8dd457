package org.hypergolix.store;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;

/// One step of a commit. Stores keep their indexes in step by themselves.
public sealed interface Change {

    /// Stores `object`. A frame replaces the current one of its dynamic address and moves its binding.
    record Put(GolixObject object) implements Change {}

    /// Removes the object at a static address (not a frame), with its index entries; nothing if there is none.
    record Remove(Ghid address) implements Change {}

    /// Removes the current frame of `dynamic`; [DynamicState] stays and is no longer live.
    record RemoveDynamic(Ghid dynamic) implements Change {}

    /// Keeps `container` until `untilMillis`, though the newest frame of `dynamic` has another target.
    record Supersede(Ghid dynamic, Ghid container, long untilMillis) implements Change {}

    /// Ends that.
    record EndSupersede(Ghid dynamic, Ghid container) implements Change {}

    /// Sets a record of the owner's own (pins, keys, outbox, ...), committed together with the objects.
    ///
    /// @param space a short name in lower case, chosen by the owner
    record PutRecord(String space, Bytes key, Bytes value) implements Change {}

    /// Removes a record; nothing if there is none.
    record RemoveRecord(String space, Bytes key) implements Change {}
}
