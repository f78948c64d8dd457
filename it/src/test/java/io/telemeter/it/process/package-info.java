/// The commands as processes of their own: what a person at a terminal, or a service manager, gets to see.
@NullMarked
package io.telemeter.it.process;

import org.jspecify.annotations.NullMarked;
