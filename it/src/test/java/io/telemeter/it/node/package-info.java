/// Nodes and relays as they are shipped, over real sockets and real disks.
@NullMarked
package io.telemeter.it.node;

import org.jspecify.annotations.NullMarked;
