/// Micro-benchmarks of cryptography and codecs, for JMH.
@NullMarked
package io.telemeter.bench.micro;

import org.jspecify.annotations.NullMarked;
