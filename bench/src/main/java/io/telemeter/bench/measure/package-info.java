/// What is measured, and how it is told.
@NullMarked
package io.telemeter.bench.measure;

import org.jspecify.annotations.NullMarked;
