/// The classic status: the text that agents publish and people read, and a reader that recognises it.
@NullMarked
package io.telemeter.status;

import org.jspecify.annotations.NullMarked;
