package org.hypergolix.golix;

import java.util.Objects;

/// Bytes that are not a Golix object of an accepted version and suite, or whose digest does not match.
///
/// The only exception a decoder throws. The message is one line and names the field.
public final class MalformedObjectException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedObjectException(String message) {
        super(message, null, false, false);
    }

    /// What is wrong, in one line.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
