/// Hypergolix without network, disk and cryptography, and what every link must do on it and on the real one.
@NullMarked
package io.telemeter.testkit.hypergolix;

import org.jspecify.annotations.NullMarked;
