/// Tests of the whole: nothing here is shipped.
@NullMarked
package io.telemeter.it;

import org.jspecify.annotations.NullMarked;
