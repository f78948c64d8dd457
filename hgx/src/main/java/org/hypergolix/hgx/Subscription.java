package org.hypergolix.hgx;

/// A registered handler. Closing it twice is harmless; a call under way may still end after `close` has returned.
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
