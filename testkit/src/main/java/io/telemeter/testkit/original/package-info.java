/// The persistence server of 2017 as it was recorded, for nodes of today to be tried against.
@NullMarked
package io.telemeter.testkit.original;

import org.jspecify.annotations.NullMarked;
