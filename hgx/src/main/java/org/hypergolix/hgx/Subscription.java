package org.hypergolix.hgx;

/// A registered handler.
public interface Subscription extends AutoCloseable {

    /// Ends it: the handler is not started any more. Does not wait, so a call under way may still end afterwards. Twice
    /// is harmless, and so is closing it after its object or link.
    @Override
    void close();
}
