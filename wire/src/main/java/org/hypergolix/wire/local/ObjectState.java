package org.hypergolix.wire.local;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// An object as its node has it now.
///
/// @param binder the owner's fingerprint
/// @param apiId 64 bytes
/// @param state the application's bytes
public record ObjectState(
        Ghid address, Ghid binder, Bytes apiId, boolean dynamic, boolean isPrivate, Bytes state) {}
