/// The commands telemeter and hypergolix, and what is shipped.
@NullMarked
package io.telemeter.cli;

import org.jspecify.annotations.NullMarked;
