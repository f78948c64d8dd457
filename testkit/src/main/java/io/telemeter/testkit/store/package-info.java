/// What every object store must do, and signed objects to do it with.
@NullMarked
package io.telemeter.testkit.store;

import org.jspecify.annotations.NullMarked;
