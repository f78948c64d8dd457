/// The six objects, addresses and bytes.
@NullMarked
package org.hypergolix.golix;

import org.jspecify.annotations.NullMarked;
