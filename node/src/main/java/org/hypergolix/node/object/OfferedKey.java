package org.hypergolix.node.object;

import org.hypergolix.golix.identity.Secret;

/// A key that somebody offered for an object.
///
/// @param counter of the frame whose container the secret opens; below it nothing counts. 0 in suite 1 and for static
///     objects
public record OfferedKey(Secret secret, long counter) {}
