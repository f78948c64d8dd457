/// Between application and node.
@NullMarked
package org.hypergolix.wire.local;

import org.jspecify.annotations.NullMarked;
