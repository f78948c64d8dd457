/// The persistence server: verifies, stores and announces what it cannot read.
@NullMarked
package org.hypergolix.relay;

import org.jspecify.annotations.NullMarked;
