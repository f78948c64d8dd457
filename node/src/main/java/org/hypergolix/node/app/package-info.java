/// Applications: their sessions, tokens and events.
@NullMarked
package org.hypergolix.node.app;

import org.jspecify.annotations.NullMarked;
