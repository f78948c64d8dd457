/// The keys of objects: which is known, and how a newer frame's key follows from it.
@NullMarked
package org.hypergolix.node.keyring;

import org.jspecify.annotations.NullMarked;
