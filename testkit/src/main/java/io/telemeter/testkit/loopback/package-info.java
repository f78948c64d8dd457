/// Relays in memory, in the same process: honest ones, and ones that lie as a test tells them.
@NullMarked
package io.telemeter.testkit.loopback;

import org.jspecify.annotations.NullMarked;
