package io.telemeter.sampling;

import java.io.IOException;

/// This machine cannot be measured; the message is one line that says what is wrong.
public final class SamplingException extends IOException {

    private static final long serialVersionUID = 1L;

    SamplingException(String message) {
        super(message);
    }

    SamplingException(String message, Throwable cause) {
        super(message, cause);
    }
}
