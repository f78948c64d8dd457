package org.hypergolix.store;

import java.util.Optional;
import java.util.function.Supplier;

/// What to do about a damaged object: for most decisions it is as if it were not there.
public final class Damage {
    private Damage() {}

    /// What `read` gives; empty if it meets a damaged object.
    ///
    /// @throws StoreException for any other reason
    public static <T> Optional<T> unlessDamaged(Supplier<Optional<T>> read) {
        try {
            return read.get();
        } catch (StoreException failure) {
            if (failure.reason() == StoreException.Reason.DAMAGED) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
