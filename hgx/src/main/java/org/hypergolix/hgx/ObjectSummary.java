package org.hypergolix.hgx;

import java.net.URI;
import java.util.List;
import org.hypergolix.golix.Ghid;

/// An object that the account can read, without its state.
///
/// @param binder the owner's fingerprint
/// @param followed whether a program of this account, or its node, wants to hear of new states now
/// @param stale whether the owner has published a newer state that cannot be read here
/// @param size of the state, in bytes
/// @param waitingFor the relays that have not been given the newest state yet
public record ObjectSummary(
        Ghid address,
        Ghid binder,
        ApiId apiId,
        boolean dynamic,
        boolean isPrivate,
        boolean followed,
        boolean stale,
        int size,
        List<URI> waitingFor) {
    /// Copies.
    public ObjectSummary {
        waitingFor = List.copyOf(waitingFor);
    }
}
