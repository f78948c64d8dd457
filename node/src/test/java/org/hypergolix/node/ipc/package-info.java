@NullMarked
package org.hypergolix.node.ipc;

import org.jspecify.annotations.NullMarked;
