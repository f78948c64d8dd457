@NullMarked
package org.hypergolix.relay.request;

import org.jspecify.annotations.NullMarked;
