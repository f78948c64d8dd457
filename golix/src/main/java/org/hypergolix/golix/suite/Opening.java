package org.hypergolix.golix.suite;

import org.hypergolix.golix.Bytes;

/// What came of opening a container.
public sealed interface Opening {

    /// The plaintext.
    record Opened(Bytes content) implements Opening {}

    /// The first check that failed.
    record Refused(Check check) implements Opening {}

    /// What can be wrong with a container that has the form of one.
    enum Check {
        /// The key is not the one its author committed to.
        COMMITMENT,
        /// A segment does not open.
        SEGMENT,
        /// The padding is not canonical.
        PADDING
    }
}
