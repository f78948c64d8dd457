@NullMarked
package io.telemeter.bench.process;

import org.jspecify.annotations.NullMarked;
