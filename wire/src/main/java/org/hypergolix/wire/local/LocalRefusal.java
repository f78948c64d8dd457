package org.hypergolix.wire.local;

import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

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
        /// The token was not issued by this account, or one is needed and none was registered.
        UNKNOWN_TOKEN,
        /// The token has another user, the session a token, or the token a startup object already.
        TOKEN_IN_USE,
        /// The node or session is closed.
        CLOSED
    }

    private final ErrorCode code;
    private final Reason reason;
    private final transient @Nullable Conflict conflict;

    public LocalRefusal(ErrorCode code, Reason reason, String message) {
        this(code, reason, message, null);
    }

    private LocalRefusal(ErrorCode code, Reason reason, String message, @Nullable Conflict conflict) {
        super(message, null, false, true);
        this.code = code;
        this.reason = reason;
        this.conflict = conflict;
    }

    /// A push that lost against another device of the account.
    ///
    /// @param lost the state that was to be pushed
    /// @param winner the object as it is now
    public static LocalRefusal conflict(String message, Bytes lost, ObjectState winner) {
        return new LocalRefusal(
                ErrorCode.ILLEGAL_DYNAMIC_FRAME, Reason.CONFLICT, message, new Conflict(lost, winner));
    }

    public ErrorCode code() {
        return code;
    }

    public Reason reason() {
        return reason;
    }

    /// Both states, if and only if the reason is [Reason#CONFLICT].
    public Optional<Conflict> conflict() {
        return Optional.ofNullable(conflict);
    }

    /// Two states of one object that came from two devices.
    ///
    /// @param lost what was to be pushed here
    /// @param winner what counts now; the next push continues from it
    public record Conflict(Bytes lost, ObjectState winner) {}
}
