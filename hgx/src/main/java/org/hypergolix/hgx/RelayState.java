package org.hypergolix.hgx;

import java.net.URI;
import java.time.Instant;

/// How one relay is.
///
/// @param relay its address
/// @param connected whether the node can talk to it now
/// @param since when that began
/// @param queued objects that wait to be sent there
/// @param reason one line why it is not connected; empty if it is
public record RelayState(URI relay, boolean connected, Instant since, int queued, String reason) {}
