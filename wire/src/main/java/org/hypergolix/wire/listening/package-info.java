/// What everything that takes connections on this machine has in common.
@NullMarked
package org.hypergolix.wire.listening;

import org.jspecify.annotations.NullMarked;
