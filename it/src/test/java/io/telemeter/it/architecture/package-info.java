/// What the module table and the house rules forbid, checked on the compiled classes.
@NullMarked
package io.telemeter.it.architecture;

import org.jspecify.annotations.NullMarked;
