@NullMarked
package org.hypergolix.relay.connection;

import org.jspecify.annotations.NullMarked;
