/// The store's interface: reads, changes, commits.
@NullMarked
package org.hypergolix.store;

import org.jspecify.annotations.NullMarked;
