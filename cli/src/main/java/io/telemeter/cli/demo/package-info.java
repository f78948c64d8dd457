/// `telemeter demo`: the main job on one machine, in processes of its own.
@NullMarked
package io.telemeter.cli.demo;

import org.jspecify.annotations.NullMarked;
