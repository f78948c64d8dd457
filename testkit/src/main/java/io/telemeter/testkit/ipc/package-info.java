/// Programs that speak to a node by bytes.
@NullMarked
package io.telemeter.testkit.ipc;

import org.jspecify.annotations.NullMarked;
