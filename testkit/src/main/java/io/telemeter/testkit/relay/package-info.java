/// A client of relays that knows nothing but the protocol.
@NullMarked
package io.telemeter.testkit.relay;

import org.jspecify.annotations.NullMarked;
