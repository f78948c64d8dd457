/// The reference store, in memory.
@NullMarked
package org.hypergolix.store.memory;

import org.jspecify.annotations.NullMarked;
