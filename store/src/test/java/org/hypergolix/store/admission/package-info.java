@NullMarked
package org.hypergolix.store.admission;

import org.jspecify.annotations.NullMarked;
