package org.hypergolix.wire.local;

import org.hypergolix.wire.ErrorCode;

/// A node's "no": a code that can cross a socket, and one line for people.
public final class LocalRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Finer reasons than the codes of 2017 have.
    public enum Reason {
        /// See the code.
        OTHER,
        /// The object was deleted or discarded.
        DEAD_OBJECT,
        /// Static, or somebody else's.
        LOCALLY_IMMUTABLE,
        /// Private objects are not shared.
        UNSHARABLE,
        /// The relays have a newer state of another device.
        CONFLICT,
        /// No relay could be reached and nothing is known locally.
        UNAVAILABLE,
        /// The state is larger than a message may be.
        TOO_LARGE,
        /// The disk is full.
        STORE_FULL,
        /// Another process has the home.
        HOME_IN_USE,
        /// Wrong password, missing or unreadable key file, damaged account.
        ACCOUNT,
        /// A configuration value is wrong.
        CONFIGURATION,
        /// The key of the object is not known: it must be shared again.
        UNKNOWN_SECRET,
        /// The node or session is closed.
        CLOSED
    }

    private final ErrorCode code;
    private final Reason reason;

    public LocalRefusal(ErrorCode code, Reason reason, String message) {
        super(message, null, false, true);
        this.code = code;
        this.reason = reason;
    }

    public ErrorCode code() {
        return code;
    }

    public Reason reason() {
        return reason;
    }
}
