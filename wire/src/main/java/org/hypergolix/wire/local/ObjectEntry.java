package org.hypergolix.wire.local;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// An object that its node can read, without its state.
///
/// @param binder the owner's fingerprint
/// @param apiId 64 bytes
/// @param followed whether a program, or the node itself, wants to hear of new states now
/// @param stale see [ObjectState]
/// @param size of the state, in bytes
/// @param waiting a bit for each relay that has not been given the newest state yet, in the order of
///     [LocalRequest.Relays]; the lowest is the first
public record ObjectEntry(
        Ghid address,
        Ghid binder,
        Bytes apiId,
        boolean dynamic,
        boolean isPrivate,
        boolean followed,
        boolean stale,
        int size,
        int waiting) {}
