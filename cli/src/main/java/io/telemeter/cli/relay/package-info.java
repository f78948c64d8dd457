/// The relay as a program.
@NullMarked
package io.telemeter.cli.relay;

import org.jspecify.annotations.NullMarked;
