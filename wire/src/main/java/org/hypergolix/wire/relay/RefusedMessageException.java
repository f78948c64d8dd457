package org.hypergolix.wire.relay;

import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;

/// A request of this protocol version that cannot be served: an unknown code or a malformed argument. The conversation
/// goes on.
public final class RefusedMessageException extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    RefusedMessageException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// What to answer.
    public Answer.Failure answer() {
        return new Answer.Failure(code, String.valueOf(getMessage()));
    }
}
