@NullMarked
package io.telemeter.bench;

import org.jspecify.annotations.NullMarked;
