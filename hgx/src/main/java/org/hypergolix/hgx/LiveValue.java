package org.hypergolix.hgx;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// The published value of an object, following its updates. Read-only, never waits, and safe for use by any thread.
public interface LiveValue<T> extends Supplier<T> {

    /// The newest state received or pushed; drafts do not count.
    ///
    /// @throws HgxException.DeadObject if the object is gone
    /// @throws HgxException.Undecodable if the codec cannot read it
    @Override
    T get();

    /// The same, or `fallback` if the object is gone or its newest state cannot be decoded.
    T getOrDefault(T fallback);

    /// Calls `handler` with new values from outside, like [HgxObject#onUpdate]: of values that come faster than it
    /// returns it gets the newest. One that cannot be decoded is left out, with a line in the log.
    Subscription onChange(Consumer<? super T> handler);
}
