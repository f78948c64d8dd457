/// The two conversations, node with relay and application with node: messages, codecs, channels.
@NullMarked
package org.hypergolix.wire;

import org.jspecify.annotations.NullMarked;
