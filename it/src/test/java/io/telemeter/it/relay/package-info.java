/// The relay against what the original said, and as a process that is killed, stopped and starved of disk.
@NullMarked
package io.telemeter.it.relay;

import org.jspecify.annotations.NullMarked;
