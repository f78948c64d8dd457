package org.hypergolix.wire;

import org.hypergolix.golix.Bytes;

/// The answer to a request of either conversation.
public sealed interface Answer {

    /// `AK`.
    record Success(Bytes body) implements Answer {}

    /// `NK`.
    ///
    /// @param text for people only; from outside, so escape it before it reaches a terminal
    record Failure(ErrorCode code, String text) implements Answer {}
}
