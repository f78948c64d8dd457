/// What both conversations share: messages, codes, the call table, channels.
@NullMarked
package org.hypergolix.wire;

import org.jspecify.annotations.NullMarked;
