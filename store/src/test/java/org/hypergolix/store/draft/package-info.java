@NullMarked
package org.hypergolix.store.draft;

import org.jspecify.annotations.NullMarked;
