/// Text on its way to a terminal: from elsewhere, and about failures.
@NullMarked
package io.telemeter.console;

import org.jspecify.annotations.NullMarked;
