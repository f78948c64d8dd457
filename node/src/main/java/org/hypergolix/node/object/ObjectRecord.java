package org.hypergolix.node.object;

import java.util.Arrays;
import java.util.Optional;
import org.hypergolix.golix.Bytes;

/// What a node remembers of an object beside its Golix objects: space `objects`, key = address (65), sealed.
///
/// The sealed value is `01 | u8 role | u8 flags (1: private) | u8 history limit | token (16, zero: none)`.
///
/// @param token of the application that owns a private object
record ObjectRecord(Role role, boolean isPrivate, int historyLimit, Optional<Bytes> token) {
    static final String SPACE = "objects";
    static final int TOKEN_LENGTH = 16;

    private static final int LENGTH = 4 + TOKEN_LENGTH;
    private static final Bytes NO_TOKEN = Bytes.owning(new byte[TOKEN_LENGTH]);

    /// Why the object is remembered.
    enum Role {
        /// A dynamic object of this account.
        OWN_DYNAMIC(0),
        /// A static object of this account.
        OWN_STATIC(1),
        /// A dynamic object of somebody else, of suite 1, whose key chain breaks if too many states are missed.
        FOLLOWED(2),
        /// A dynamic object that the account keeps itself in, for its other devices. Not there for applications. Never
        /// leaves this device in a record object.
        ACCOUNT(3);

        private final int code;

        Role(int code) {
            this.code = code;
        }

        private static Optional<Role> of(int code) {
            return Arrays.stream(values()).filter(role -> role.code == code).findFirst();
        }
    }

    Bytes encode() {
        byte[] head = { 1, (byte) role.code, (byte) (isPrivate ? 1 : 0), (byte) historyLimit };
        return Bytes.concat(Bytes.owning(head), token.orElse(NO_TOKEN));
    }

    static Optional<ObjectRecord> decode(Bytes value) {
        if (value.size() != LENGTH || value.at(0) != 1) {
            return Optional.empty();
        }
        Bytes token = value.slice(4).compact();
        return Role.of(value.at(1)).map(role -> new ObjectRecord(
                role,
                (value.at(2) & 1) != 0,
                value.at(3) & 0xFF,
                token.equals(NO_TOKEN) ? Optional.empty() : Optional.of(token)));
    }
}
