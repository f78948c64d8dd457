package org.hypergolix.hgx;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// The current value of an object, following its updates. Read-only and safe for use by any thread.
public interface LiveValue<T> extends Supplier<T> {

    /// The newest state received or pushed.
    ///
    /// @throws HgxException.DeadObject if the object is gone
    @Override
    T get();

    /// The same, or `fallback` if the object is gone or its newest state cannot be decoded.
    T getOrDefault(T fallback);

    /// Calls `handler` with every new value that can be decoded, in order, on a thread of the object.
    Subscription onChange(Consumer<T> handler);
}
