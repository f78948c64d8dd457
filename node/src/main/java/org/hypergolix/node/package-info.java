/// One account on one machine: keys, relay links, outbox, sharing, and the port for applications.
@NullMarked
package org.hypergolix.node;

import org.jspecify.annotations.NullMarked;
