/// The conversation of applications and node over a socket: what [org.hypergolix.wire.local] says, in bytes.
@NullMarked
package org.hypergolix.wire.ipc;

import org.jspecify.annotations.NullMarked;
