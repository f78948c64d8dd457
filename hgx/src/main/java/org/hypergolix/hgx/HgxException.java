package org.hypergolix.hgx;

/// Whatever goes wrong behind a link, as one line that says what and what to do.
public class HgxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public HgxException(String message) {
        super(message);
    }

    public HgxException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The object was deleted, discarded or recast.
    public static final class DeadObject extends HgxException {
        private static final long serialVersionUID = 1;

        public DeadObject(String message) {
            super(message);
        }
    }
}
