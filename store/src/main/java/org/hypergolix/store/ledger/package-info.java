/// The way into a store: verification, admission, group commit.
@NullMarked
package org.hypergolix.store.ledger;

import org.jspecify.annotations.NullMarked;
