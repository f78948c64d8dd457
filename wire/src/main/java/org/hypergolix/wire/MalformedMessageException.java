package org.hypergolix.wire;

/// A message that is not of this protocol: shorter than its version, or of another version. The conversation ends.
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedMessageException(String message) {
        super(message, null, false, false);
    }
}
