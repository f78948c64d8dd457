/// The requests of a connection, one after the other: what they mean and in which order they are answered.
@NullMarked
package org.hypergolix.relay.request;

import org.jspecify.annotations.NullMarked;
