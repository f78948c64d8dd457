/// Measures this machine: CPU, memory and disk with psutil's formulas, each sensor within a deadline of its own.
///
/// [Sampler] runs the sensors and yields a [SystemSample]. A new sensor is one file, a [Measurement] with its sensor
/// nested in it, and one line in the list of [Sampler#ofThisSystem()]; the sensor contract test runs over that list.
///
/// Sizes are bytes (`long`), shares are percent from 0.0 to 100.0 with one decimal.
@NullMarked
package io.telemeter.sampling;

import org.jspecify.annotations.NullMarked;
