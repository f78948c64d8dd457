/// Objects for the shell: made, read, pushed, shared and watched without a program of one's own.
@NullMarked
package io.telemeter.cli.object;

import org.jspecify.annotations.NullMarked;
