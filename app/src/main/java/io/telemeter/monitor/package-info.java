/// The reader: pairs with one agent and shows what it publishes.
@NullMarked
package io.telemeter.monitor;

import org.jspecify.annotations.NullMarked;
