/// Daemons and a relay as processes that are killed again and again, while programs use them.
@NullMarked
package io.telemeter.it.survival;

import org.jspecify.annotations.NullMarked;
