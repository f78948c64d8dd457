/// Programs that run in the background: a pid file that cannot lie, stopping what holds it, and starting this very
/// program detached from the terminal. Knows nothing of what the program does.
@NullMarked
package io.telemeter.daemon;

import org.jspecify.annotations.NullMarked;
