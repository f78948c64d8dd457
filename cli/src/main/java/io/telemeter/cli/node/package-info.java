/// A node as a service, its administration, and its objects for the shell.
@NullMarked
package io.telemeter.cli.node;

import org.jspecify.annotations.NullMarked;
