@NullMarked
package org.hypergolix.relay.subscription;

import org.jspecify.annotations.NullMarked;
