package io.telemeter.it.survival;

import org.hypergolix.golix.Ghid;

/// An object that was made and offered to the other account while processes died.
///
/// @param deleted whether its owner was told that it is deleted
record Gift(Ghid address, String state, boolean deleted) {}
