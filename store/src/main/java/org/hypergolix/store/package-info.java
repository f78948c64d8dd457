/// Keeping verified objects: admission, retention, the memory store and the SQLite store.
@NullMarked
package org.hypergolix.store;

import org.jspecify.annotations.NullMarked;
