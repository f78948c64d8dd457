/// A view with changes on top that are not committed yet.
@NullMarked
package org.hypergolix.store.draft;

import org.jspecify.annotations.NullMarked;
