package org.hypergolix.wire.local;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// An object as its node has it now.
///
/// @param binder the owner's fingerprint
/// @param apiId 64 bytes
/// @param state the application's bytes
/// @param revision grows with every state that the node takes for this object, from whomever: of two states of one
///     object the one with the larger number is the newer, whatever order answers and events arrive in. It counts within
///     one session and is not the frame's counter, which may repeat after a conflict
/// @param stale whether the owner has published a newer state that cannot be read here, as its key does not follow from
///     those known: it must be shared again
public record ObjectState(
        Ghid address,
        Ghid binder,
        Bytes apiId,
        boolean dynamic,
        boolean isPrivate,
        Bytes state,
        long revision,
        boolean stale) {}
