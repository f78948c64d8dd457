package org.hypergolix.store;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;

/// One step of a commit. Stores keep their indexes in step by themselves.
public sealed interface Change {

    /// Stores `object`; one that is stored already is written again, which repairs it. A frame replaces the current one
    /// of its dynamic address, moves its binding, and makes the address live.
    record Put(GolixObject object) implements Change {}

    /// Removes the object at a static address (not a frame), with its index entries; nothing if there is none.
    record Remove(Ghid address) implements Change {}

    /// Removes the current frame of `dynamic` and its binding; [DynamicState] stays and is no longer live, and so does
    /// what it has superseded. Nothing if it is not live.
    record RemoveDynamic(Ghid dynamic) implements Change {}

    /// Keeps `container` until `untilMillis`, though the newest frame of `dynamic` has another target. Takes the place
    /// of another container kept for the same address; nothing if the store never saw the address.
    record Supersede(Ghid dynamic, Ghid container, long untilMillis) implements Change {}

    /// Ends that; nothing if it is not `container` that is kept.
    record EndSupersede(Ghid dynamic, Ghid container) implements Change {}

    /// Sets a record of the owner's own (pins, keys, outbox, ...), committed together with the objects.
    ///
    /// @param space a short name in lower case, chosen by the owner; names that begin with `store.` are this module's
    record PutRecord(String space, Bytes key, Bytes value) implements Change {}

    /// Removes a record; nothing if there is none.
    record RemoveRecord(String space, Bytes key) implements Change {}
}
