/// When the next status is due: the reporting interval, who may set it to what, and ticks that do not drift.
@NullMarked
package io.telemeter.schedule;

import org.jspecify.annotations.NullMarked;
