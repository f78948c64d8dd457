/// What a relay spends at most on whom.
@NullMarked
package org.hypergolix.relay.limit;

import org.jspecify.annotations.NullMarked;
