/// An account on relays: what another device needs to be the same account, how devices agree on it, and how a new one
/// logs in.
@NullMarked
package org.hypergolix.node.roaming;

import org.jspecify.annotations.NullMarked;
