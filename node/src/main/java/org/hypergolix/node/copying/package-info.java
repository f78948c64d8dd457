/// Moving an account from one relay to another.
@NullMarked
package org.hypergolix.node.copying;

import org.jspecify.annotations.NullMarked;
