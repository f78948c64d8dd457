@NullMarked
package org.hypergolix.store.sqlite;

import org.jspecify.annotations.NullMarked;
