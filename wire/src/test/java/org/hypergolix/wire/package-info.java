@NullMarked
package org.hypergolix.wire;

import org.jspecify.annotations.NullMarked;
