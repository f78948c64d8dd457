@NullMarked
package org.hypergolix.relay;

import org.jspecify.annotations.NullMarked;
