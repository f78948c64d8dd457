package org.hypergolix.golix.identity;

import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;

/// A request that opened with the recipient's key and whose authentication code is its author's.
///
/// @param request the address of the request
public record OpenedRequest(Ghid request, Identity author, RequestContent content) {}
