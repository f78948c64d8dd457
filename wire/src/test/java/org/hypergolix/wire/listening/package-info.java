@NullMarked
package org.hypergolix.wire.listening;

import org.jspecify.annotations.NullMarked;
