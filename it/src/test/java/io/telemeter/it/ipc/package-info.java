/// Programs of 2017 and their conversations with our nodes.
@NullMarked
package io.telemeter.it.ipc;

import org.jspecify.annotations.NullMarked;
