package org.hypergolix.wire.ipc;

import java.util.Optional;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRefusal.Reason;

/// The numbers by which the extended dialect tells finer reasons than the codes of 2017: 0020 to 003F. A number never
/// changes its meaning.
final class ReasonCode {
    private static final int FIRST = 0x20;
    private static final int LAST = 0x3F;

    private ReasonCode() {}

    /// The two bytes at the start of a failure.
    static int of(LocalRefusal refusal, Dialect dialect) {
        return switch (dialect) {
            case CLASSIC -> classic(refusal.code());
            case EXTENDED -> number(refusal.reason()).orElse(refusal.code().code());
        };
    }

    /// Peers of 2017 know 0000 to 000A and FFFF.
    private static int classic(ErrorCode code) {
        return code.code() <= ErrorCode.REMOTE_NAK.code() || code == ErrorCode.QUOTA_EXCEEDED
                ? code.code()
                : ErrorCode.EXCEPTION.code();
    }

    private static Optional<Integer> number(Reason reason) {
        return switch (reason) {
            case OTHER -> Optional.empty();
            case DEAD_OBJECT -> Optional.of(0x20);
            case LOCALLY_IMMUTABLE -> Optional.of(0x21);
            case UNSHARABLE -> Optional.of(0x22);
            case CONFLICT -> Optional.of(0x23);
            case UNAVAILABLE -> Optional.of(0x24);
            case TOO_LARGE -> Optional.of(0x25);
            case STORE_FULL -> Optional.of(0x26);
            case HOME_IN_USE -> Optional.of(0x27);
            case ACCOUNT -> Optional.of(0x28);
            case CONFIGURATION -> Optional.of(0x29);
            case UNKNOWN_SECRET -> Optional.of(0x2A);
            case CLOSED -> Optional.of(0x2B);
            case UNKNOWN_TOKEN -> Optional.of(0x2C);
            case TOKEN_IN_USE -> Optional.of(0x2D);
        };
    }

    /// The reason with this number; a number that this version does not know says nothing but no.
    static Reason reason(int number) {
        for (Reason reason : Reason.values()) {
            if (number(reason).filter(known -> known == number).isPresent()) {
                return reason;
            }
        }
        return Reason.OTHER;
    }

    /// The code that goes with a number from the wire.
    static ErrorCode code(int number) {
        if (number < FIRST || number > LAST) {
            return ErrorCode.of(number);
        }
        return switch (reason(number)) {
            case DEAD_OBJECT, UNAVAILABLE -> ErrorCode.DOES_NOT_EXIST;
            case LOCALLY_IMMUTABLE -> ErrorCode.INCONSISTENT_AUTHOR;
            case UNSHARABLE, CLOSED -> ErrorCode.IPC;
            case CONFLICT -> ErrorCode.ILLEGAL_DYNAMIC_FRAME;
            case STORE_FULL -> ErrorCode.QUOTA_EXCEEDED;
            case CONFIGURATION -> ErrorCode.VALUE;
            case UNKNOWN_SECRET -> ErrorCode.UNKNOWN_SECRET;
            case UNKNOWN_TOKEN -> ErrorCode.UNKNOWN_TOKEN;
            case TOKEN_IN_USE -> ErrorCode.DISPATCH;
            case OTHER, TOO_LARGE, HOME_IN_USE, ACCOUNT -> ErrorCode.GENERIC;
        };
    }
}
