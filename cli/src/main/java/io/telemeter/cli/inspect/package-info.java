/// `hypergolix inspect`: what an object is.
@NullMarked
package io.telemeter.cli.inspect;

import org.jspecify.annotations.NullMarked;
