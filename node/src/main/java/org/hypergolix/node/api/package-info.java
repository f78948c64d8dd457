/// The node as a whole: puts its parts together and offers them to applications in the same process.
@NullMarked
package org.hypergolix.node.api;

import org.jspecify.annotations.NullMarked;
