@NullMarked
package org.hypergolix.store.retention;

import org.jspecify.annotations.NullMarked;
