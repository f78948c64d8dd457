/// Objects: made, read, updated and deleted here; taken over from relays when they prove to be newer.
@NullMarked
package org.hypergolix.node.object;

import org.jspecify.annotations.NullMarked;
