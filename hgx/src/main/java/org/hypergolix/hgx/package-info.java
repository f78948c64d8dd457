/// The client API of Hypergolix.
@NullMarked
package org.hypergolix.hgx;

import org.jspecify.annotations.NullMarked;
