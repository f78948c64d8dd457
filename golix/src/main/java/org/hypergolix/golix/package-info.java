/// The Golix protocol: signed, encrypted, content-addressed objects. Pure: bytes in, values out.
@NullMarked
package org.hypergolix.golix;

import org.jspecify.annotations.NullMarked;
