/// Who an agent reports to, and what that monitor may ask for.
@NullMarked
package io.telemeter.pairing;

import org.jspecify.annotations.NullMarked;
