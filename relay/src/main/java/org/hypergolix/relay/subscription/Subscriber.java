package org.hypergolix.relay.subscription;

/// A connection, as its subscriptions see it.
public interface Subscriber {

    /// The number of the connection, at least 0; no two connections of a relay have the same.
    long id();

    /// Sends `announcement`, now or when there is room. Called on the connection's event loop.
    void announce(Announcement announcement);
}
