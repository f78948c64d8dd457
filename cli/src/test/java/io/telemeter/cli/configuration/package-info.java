@NullMarked
package io.telemeter.cli.configuration;

import org.jspecify.annotations.NullMarked;
