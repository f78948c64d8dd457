@NullMarked
package io.telemeter.bench.harness;

import org.jspecify.annotations.NullMarked;
