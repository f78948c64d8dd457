@NullMarked
package io.telemeter.testkit.store;

import org.jspecify.annotations.NullMarked;
