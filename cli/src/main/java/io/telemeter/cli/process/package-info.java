/// Starting this program's own commands as processes.
@NullMarked
package io.telemeter.cli.process;

import org.jspecify.annotations.NullMarked;
