/// Agent and reader as programs: options, files, terminal, signals.
@NullMarked
package io.telemeter.cli.monitoring;

import org.jspecify.annotations.NullMarked;
