/// What may be stored, decided from values.
@NullMarked
package org.hypergolix.store.admission;

import org.jspecify.annotations.NullMarked;
