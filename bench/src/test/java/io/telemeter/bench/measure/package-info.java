@NullMarked
package io.telemeter.bench.measure;

import org.jspecify.annotations.NullMarked;
