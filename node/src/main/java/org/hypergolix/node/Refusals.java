package org.hypergolix.node;

import java.util.List;
import java.util.stream.Collectors;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.RelayStatus;

/// The node's ways to say no, each with the code that can cross a socket and one line that says what to do.
public final class Refusals {
    private Refusals() {}

    /// The account cannot be opened or made.
    public static LocalRefusal account(String message) {
        return new LocalRefusal(ErrorCode.GENERIC, LocalRefusal.Reason.ACCOUNT, message);
    }

    /// Another process has the home.
    public static LocalRefusal homeInUse(String message) {
        return new LocalRefusal(ErrorCode.GENERIC, LocalRefusal.Reason.HOME_IN_USE, message);
    }

    /// A configuration value is wrong.
    public static LocalRefusal configuration(String message) {
        return new LocalRefusal(ErrorCode.VALUE, LocalRefusal.Reason.CONFIGURATION, message);
    }

    /// An argument has no meaning.
    public static LocalRefusal argument(String message) {
        return new LocalRefusal(ErrorCode.GENERIC, LocalRefusal.Reason.OTHER, message);
    }

    /// The node or the session is closed.
    public static LocalRefusal closed() {
        return new LocalRefusal(ErrorCode.IPC, LocalRefusal.Reason.CLOSED, "The node is closed; open it again.");
    }

    /// The object was deleted.
    public static LocalRefusal dead(Ghid address) {
        return new LocalRefusal(
                ErrorCode.DOES_NOT_EXIST, LocalRefusal.Reason.DEAD_OBJECT, "The object " + address + " was deleted.");
    }

    /// Nothing is known of the address, here or at a relay.
    public static LocalRefusal unknown(Ghid address) {
        return new LocalRefusal(
                ErrorCode.DOES_NOT_EXIST,
                LocalRefusal.Reason.OTHER,
                "Nothing is known of " + address + ", here or at a relay.");
    }

    /// Nobody with this fingerprint is known, here or at a relay.
    public static LocalRefusal unknownRecipient(Ghid recipient) {
        return new LocalRefusal(
                ErrorCode.DOES_NOT_EXIST,
                LocalRefusal.Reason.OTHER,
                "No relay knows the fingerprint " + recipient
                        + "; compare it with its owner's, who must have been online once.");
    }

    /// No relay can be asked, each for a reason of its own, and nothing is known here.
    public static LocalRefusal unavailable(Ghid address, List<RelayStatus> relays) {
        String reasons = relays.stream()
                .filter(relay -> !relay.reason().isEmpty())
                .map(relay -> relay.relay() + ": " + relay.reason())
                .collect(Collectors.joining("; "));
        return new LocalRefusal(
                ErrorCode.DOES_NOT_EXIST,
                LocalRefusal.Reason.UNAVAILABLE,
                "No relay can be reached" + (reasons.isEmpty() ? "" : " (" + reasons + ")") + " and " + address
                        + " is not stored here; try again when connected.");
    }

    /// Only the owner deletes.
    public static LocalRefusal foreign(Ghid address) {
        return new LocalRefusal(
                ErrorCode.INCONSISTENT_AUTHOR,
                LocalRefusal.Reason.OTHER,
                "The object " + address + " belongs to somebody else; only its owner can delete it.");
    }

    /// Only the owner has new states.
    public static LocalRefusal notOwner(Ghid address) {
        return new LocalRefusal(
                ErrorCode.INCONSISTENT_AUTHOR,
                LocalRefusal.Reason.LOCALLY_IMMUTABLE,
                "The object " + address + " belongs to somebody else.");
    }

    /// Only dynamic objects can do this.
    public static LocalRefusal notDynamic(Ghid address) {
        return new LocalRefusal(
                ErrorCode.GENERIC,
                LocalRefusal.Reason.LOCALLY_IMMUTABLE,
                "The object " + address + " is static; it has this one state for ever.");
    }

    /// Private objects are not shared.
    public static LocalRefusal unsharable(Ghid address) {
        return new LocalRefusal(
                ErrorCode.IPC,
                LocalRefusal.Reason.UNSHARABLE,
                "The object " + address + " is private; make it public before sharing it.");
    }

    /// The key of the object is not known.
    public static LocalRefusal unknownSecret(Ghid address) {
        return new LocalRefusal(
                ErrorCode.GENERIC,
                LocalRefusal.Reason.UNKNOWN_SECRET,
                "The key of " + address + " is not known; its owner must share it (again).");
    }

    /// The state does not fit into a message.
    public static LocalRefusal tooLarge(long bytes, long limit) {
        return new LocalRefusal(
                ErrorCode.GENERIC,
                LocalRefusal.Reason.TOO_LARGE,
                "The state needs a message of " + bytes + " bytes and at most " + limit + " may be sent.");
    }

    /// The disk or a bounded queue on it is full.
    public static LocalRefusal storeFull(String message) {
        return new LocalRefusal(ErrorCode.QUOTA_EXCEEDED, LocalRefusal.Reason.STORE_FULL, message);
    }

    /// A token is needed, or the one that was given is not of this account.
    public static LocalRefusal unknownToken(String message) {
        return new LocalRefusal(ErrorCode.GENERIC, LocalRefusal.Reason.UNKNOWN_TOKEN, message);
    }

    /// A token, or the place of its startup object, is taken.
    ///
    /// @param code the one that a connection of 2017 would give
    public static LocalRefusal tokenInUse(ErrorCode code, String message) {
        return new LocalRefusal(code, LocalRefusal.Reason.TOKEN_IN_USE, message);
    }

    /// Something of ours failed; the line says where to look.
    public static LocalRefusal failed(String message) {
        return new LocalRefusal(ErrorCode.EXCEPTION, LocalRefusal.Reason.OTHER, message);
    }
}
