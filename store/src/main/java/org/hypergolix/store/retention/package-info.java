/// When stored objects go, decided from values.
@NullMarked
package org.hypergolix.store.retention;

import org.jspecify.annotations.NullMarked;
