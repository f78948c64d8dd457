/// The measurements of whole programs, one command each.
@NullMarked
package io.telemeter.bench.harness;

import org.jspecify.annotations.NullMarked;
