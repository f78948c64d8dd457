/// Object layouts: one file each.
@NullMarked
package org.hypergolix.golix.codec;

import org.jspecify.annotations.NullMarked;
