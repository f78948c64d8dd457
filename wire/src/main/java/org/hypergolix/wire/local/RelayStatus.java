package org.hypergolix.wire.local;

import java.net.URI;

/// How one relay is, seen from the node.
///
/// @param sinceMillis when this state began, since the epoch
/// @param heardMillis when something last came from it, a sign of life included, since the epoch; 0 if never
/// @param queued objects that wait to be sent there
/// @param reason one line why it is not connected; empty if it is
public record RelayStatus(
        URI relay, boolean connected, long sinceMillis, long heardMillis, int queued, String reason) {}
