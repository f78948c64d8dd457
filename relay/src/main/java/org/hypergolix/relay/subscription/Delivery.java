package org.hypergolix.relay.subscription;

/// An announcement and who need not hear it.
///
/// @param except the connection that published the object, or [#NOBODY]
record Delivery(Announcement announcement, long except) {

    /// No connection has this number.
    static final long NOBODY = -1;
}
