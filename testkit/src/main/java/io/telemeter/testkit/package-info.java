/// Fakes, simulated clock and network, and contract suites for the tests of the other modules.
@NullMarked
package io.telemeter.testkit;

import org.jspecify.annotations.NullMarked;
