/// Cipher suites: one file each, and the building blocks they are made of.
@NullMarked
package org.hypergolix.golix.suite;

import org.jspecify.annotations.NullMarked;
