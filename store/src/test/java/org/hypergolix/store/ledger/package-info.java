@NullMarked
package org.hypergolix.store.ledger;

import org.jspecify.annotations.NullMarked;
