package org.hypergolix.golix;

import java.util.Objects;

/// Bytes that are not a Golix object of an accepted version and suite, or whose digest does not match.
///
/// The only exception a decoder throws. The message is one line and names the field.
public final class MalformedObjectException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean digestMismatch;

    public MalformedObjectException(String message) {
        this(message, false);
    }

    private MalformedObjectException(String message, boolean digestMismatch) {
        super(message, null, false, false);
        this.digestMismatch = digestMismatch;
    }

    /// For a digest in `field` that is not that of the bytes before it.
    public static MalformedObjectException digestMismatch(String field) {
        return new MalformedObjectException("The digest of the " + field + " does not match the content.", true);
    }

    /// Whether a digest is wrong while everything before it has the form of an object: it was damaged or forged.
    public boolean isDigestMismatch() {
        return digestMismatch;
    }

    /// What is wrong, in one line.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
