/// Conversations with relays: connecting, subscribing, fetching, and the durable outbox.
@NullMarked
package org.hypergolix.node.sync;

import org.jspecify.annotations.NullMarked;
