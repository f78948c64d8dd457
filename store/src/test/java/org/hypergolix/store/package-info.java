@NullMarked
package org.hypergolix.store;

import org.jspecify.annotations.NullMarked;
