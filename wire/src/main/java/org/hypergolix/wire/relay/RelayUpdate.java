package org.hypergolix.wire.relay;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// `!!`, from relay to node: something happened at a subscribed address.
///
/// @param subject the address that was subscribed
/// @param object the new frame, the request that arrived, or the debinding that removed what was there; unchecked
public record RelayUpdate(Ghid subject, Bytes object) {}
