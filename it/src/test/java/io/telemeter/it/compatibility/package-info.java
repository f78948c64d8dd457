/// What programs, nodes and relays of 2017 can rely on.
@NullMarked
package io.telemeter.it.compatibility;

import org.jspecify.annotations.NullMarked;
