/// Channels over websockets, client side.
@NullMarked
package org.hypergolix.wire.websocket;

import org.jspecify.annotations.NullMarked;
