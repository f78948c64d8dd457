/// The node's door for programs of the same machine: [org.hypergolix.wire.ipc] over a websocket on loopback.
@NullMarked
package org.hypergolix.node.ipc;

import org.jspecify.annotations.NullMarked;
