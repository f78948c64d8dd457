/// Cipher suites: one file each.
@NullMarked
package org.hypergolix.golix.suite;

import org.jspecify.annotations.NullMarked;
