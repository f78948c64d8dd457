/// The examples of the documents, compiled and run as their readers do it.
@NullMarked
package io.telemeter.it.examples;

import org.jspecify.annotations.NullMarked;
