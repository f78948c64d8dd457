/// Links over real nodes and a real relay.
@NullMarked
package io.telemeter.it.link;

import org.jspecify.annotations.NullMarked;
