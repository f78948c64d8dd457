/// The account on disk: its identity, what protects it, and the seal of everything secret beside it.
@NullMarked
package org.hypergolix.node.account;

import org.jspecify.annotations.NullMarked;
