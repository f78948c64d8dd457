/// A node as a daemon: open to programs of this machine, and to its administrator.
@NullMarked
package org.hypergolix.node.daemon;

import org.jspecify.annotations.NullMarked;
