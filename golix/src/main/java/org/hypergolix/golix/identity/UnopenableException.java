package org.hypergolix.golix.identity;

import java.util.Objects;

/// A container or request that does not open: the wrong secret, or somebody altered it on purpose.
public final class UnopenableException extends Exception {
    private static final long serialVersionUID = 1;

    /// The first check that failed.
    public enum Reason {
        /// The secret is of another suite than the container, or the request is for somebody else.
        WRONG_KEY,
        /// The key commitment differs: not the key of this container.
        COMMITMENT,
        /// A segment is not what its author sealed.
        SEGMENT,
        /// The padding of the content is not canonical.
        PADDING,
        /// The request does not open with the recipient's key.
        DECRYPTION,
        /// What the request contains has no known form.
        INNER_FORM,
        /// The author of the request is not known.
        AUTHOR_UNKNOWN,
        /// The authentication code of the request is wrong.
        MAC
    }

    private final Reason reason;

    public UnopenableException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /// The first check that failed.
    public Reason reason() {
        return reason;
    }

    /// What is wrong, in one line.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
