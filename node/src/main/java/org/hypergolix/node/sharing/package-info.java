/// Sharing: offers made and answered, each handled once, none lost.
@NullMarked
package org.hypergolix.node.sharing;

import org.jspecify.annotations.NullMarked;
