@NullMarked
package org.hypergolix.wire.ipc;

import org.jspecify.annotations.NullMarked;
