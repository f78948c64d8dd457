package org.hypergolix.node.daemon;

import java.util.List;
import org.hypergolix.wire.local.RelayRegistration;

/// What an administrator may want of a node.
interface Administration {
    /// How it is.
    NodeStatus status();

    /// Asks its relays to register the account; a few seconds at most.
    List<RelayRegistration> register() throws InterruptedException;

    /// Begins to stop it and returns at once.
    void stop();
}
