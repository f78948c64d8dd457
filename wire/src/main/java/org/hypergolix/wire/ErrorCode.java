package org.hypergolix.wire;

/// The failure codes of both conversations: two bytes at the start of a failure's body, then text for people.
public enum ErrorCode {
    GENERIC(0x0000),
    MALFORMED(0x0001),
    VERIFICATION_FAILURE(0x0002),
    INVALID_IDENTITY(0x0003),
    UNBOUND_CONTAINER(0x0004),
    ALREADY_DEBOUND(0x0005),
    INVALID_TARGET(0x0006),
    INCONSISTENT_AUTHOR(0x0007),
    DOES_NOT_EXIST(0x0008),
    ILLEGAL_DYNAMIC_FRAME(0x0009),
    REMOTE_NAK(0x000A),
    UNKNOWN_TOKEN(0x000B),
    DISPATCH(0x000C),
    UNKNOWN_SECRET(0x000D),
    COMMS(0x000E),
    IPC(0x000F),
    /// Not in the protocol of 2017: the store or a quota is full.
    QUOTA_EXCEEDED(0x0010),
    /// A malformed address or argument.
    VALUE(0xFFFE),
    /// Anything else.
    EXCEPTION(0xFFFF);

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    /// The two bytes, as an unsigned number.
    public int code() {
        return code;
    }

    /// The error of this number; unknown numbers are [#EXCEPTION].
    public static ErrorCode of(int code) {
        for (ErrorCode candidate : values()) {
            if (candidate.code == code) {
                return candidate;
            }
        }
        return EXCEPTION;
    }
}
