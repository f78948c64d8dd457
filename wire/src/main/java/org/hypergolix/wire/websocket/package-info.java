/// Channels over websockets: a client that dials, and a door on which a server listens.
@NullMarked
package org.hypergolix.wire.websocket;

import org.jspecify.annotations.NullMarked;
