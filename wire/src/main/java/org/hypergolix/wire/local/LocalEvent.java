package org.hypergolix.wire.local;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// What a node tells an application by itself.
public sealed interface LocalEvent {

    /// `!O`: a tracked object has this state now. May repeat an unchanged state.
    record Updated(ObjectState object) implements LocalEvent {}

    /// `@O`: `origin` shared an object, or another application of this node created it (origin: the own fingerprint).
    /// What others shared is told again after a restart, until some session answers [LocalRequest.ShareHandled].
    ///
    /// @param binder the owner of the object, who need not be the one who shared it
    record Shared(Ghid address, Ghid origin, Ghid binder, Bytes apiId) implements LocalEvent {}

    /// `^S`: the recipient's node took a share of this session's token or session.
    record ShareAccepted(Ghid address, Ghid recipient) implements LocalEvent {}

    /// `^F`: the recipient's node declined it.
    record ShareDeclined(Ghid address, Ghid recipient) implements LocalEvent {}

    /// `XO`: a tracked object was deleted.
    record Deleted(Ghid address) implements LocalEvent {}

    /// A push that had returned lost against another device of this account.
    ///
    /// @param lost the state that was pushed here
    /// @param winner the state that counts now
    record Conflict(Ghid address, Bytes lost, ObjectState winner) implements LocalEvent {}

    /// A relay came or went.
    record RelayChanged(RelayStatus relay) implements LocalEvent {}
}
