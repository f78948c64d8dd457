/// Programs started for a measurement, and what they use.
@NullMarked
package io.telemeter.bench.process;

import org.jspecify.annotations.NullMarked;
