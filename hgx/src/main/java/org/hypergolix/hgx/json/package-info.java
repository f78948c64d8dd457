/// Values of Java types as JSON text and back.
@NullMarked
package org.hypergolix.hgx.json;

import org.jspecify.annotations.NullMarked;
