package org.hypergolix.hgx;

import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalRefusal;

/// Turns a node's "no" into the exception that a program sees.
final class Refusals {
    private static final int LONGEST_MESSAGE = 500;

    private Refusals() {}

    static HgxException exception(LocalRefusal refusal) {
        String message = reason(refusal);
        return switch (refusal.reason()) {
            case OTHER -> byCode(refusal.code(), message);
            case DEAD_OBJECT -> new HgxException.DeadObject(message);
            case LOCALLY_IMMUTABLE -> new HgxException.LocallyImmutable(message);
            case UNSHARABLE -> new HgxException.Unsharable(message);
            // A push turns this into a Conflict with both states; nothing else can meet one.
            case CONFLICT -> new HgxException(message);
            case UNAVAILABLE -> new HgxException.Unavailable(message);
            case TOO_LARGE -> new HgxException.TooLarge(message);
            case STORE_FULL -> new HgxException.StoreFull(message);
            case HOME_IN_USE -> new HgxException.HomeInUse(message);
            case ACCOUNT -> new HgxException.Account(message);
            case CONFIGURATION -> new HgxException.Configuration(message);
            case UNKNOWN_SECRET -> new HgxException.UnknownSecret(message);
            case UNKNOWN_TOKEN -> new HgxException.UnknownToken(message);
            case TOKEN_IN_USE -> new HgxException.TokenInUse(message);
            case CLOSED -> new HgxException.LinkClosed(message);
        };
    }

    private static HgxException byCode(ErrorCode code, String message) {
        return switch (code) {
            case MALFORMED -> new HgxException.Malformed(message);
            case VERIFICATION_FAILURE -> new HgxException.VerificationFailure(message);
            case INVALID_IDENTITY -> new HgxException.InvalidIdentity(message);
            case UNBOUND_CONTAINER -> new HgxException.UnboundContainer(message);
            case ALREADY_DEBOUND -> new HgxException.AlreadyDebound(message);
            case INVALID_TARGET -> new HgxException.InvalidTarget(message);
            case INCONSISTENT_AUTHOR -> new HgxException.InconsistentAuthor(message);
            case DOES_NOT_EXIST -> new HgxException.DoesNotExist(message);
            case ILLEGAL_DYNAMIC_FRAME -> new HgxException.IllegalFrame(message);
            case UNKNOWN_TOKEN -> new HgxException.UnknownToken(message);
            case DISPATCH -> new HgxException.TokenInUse(message);
            case UNKNOWN_SECRET -> new HgxException.UnknownSecret(message);
            case COMMS -> new HgxException.Unavailable(message);
            case QUOTA_EXCEEDED -> new HgxException.StoreFull(message);
            case GENERIC, REMOTE_NAK, IPC, VALUE, EXCEPTION -> new HgxException(message);
        };
    }

    /// What a failure says, as one line; its class if it says nothing.
    static String reason(Throwable failure) {
        String text = failure.getMessage();
        return line(text == null || text.isBlank() ? failure.getClass().getSimpleName() : text);
    }

    /// `text` as one line of sensible length: some of it comes from relays.
    static String line(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST_MESSAGE));
        text.codePoints()
                .limit(LONGEST_MESSAGE)
                .map(point -> Character.isISOControl(point) || point == '\u2028' || point == '\u2029' ? ' ' : point)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
