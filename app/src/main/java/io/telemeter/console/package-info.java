/// Text from elsewhere on its way to a terminal.
@NullMarked
package io.telemeter.console;

import org.jspecify.annotations.NullMarked;
