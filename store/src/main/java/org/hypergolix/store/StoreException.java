package org.hypergolix.store;

/// The store could not do its work; nothing of the refused commit is in it.
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What went wrong, as far as the store can tell.
    public enum Reason {
        /// The disk or the configured size is full; what was stored before is safe.
        FULL,
        /// Stored bytes are not what was written.
        DAMAGED,
        /// Another process has the store open, or a backup program has held it for longer than a commit waits.
        LOCKED,
        /// The store was closed.
        CLOSED,
        /// Anything else: permissions, hardware.
        FAILED
    }

    private final Reason reason;

    public StoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public StoreException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
