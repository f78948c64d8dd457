/// Connections: handshake, framing, back-pressure and the end.
@NullMarked
package org.hypergolix.relay.connection;

import org.jspecify.annotations.NullMarked;
