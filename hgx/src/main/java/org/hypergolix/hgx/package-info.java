/// Live objects for programs: links, objects, codecs.
@NullMarked
package org.hypergolix.hgx;

import org.jspecify.annotations.NullMarked;
