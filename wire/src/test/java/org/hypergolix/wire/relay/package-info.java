@NullMarked
package org.hypergolix.wire.relay;

import org.jspecify.annotations.NullMarked;
