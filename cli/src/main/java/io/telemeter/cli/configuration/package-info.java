/// `hypergolix.yml`: where it is looked for, and what it may say.
@NullMarked
package io.telemeter.cli.configuration;

import org.jspecify.annotations.NullMarked;
