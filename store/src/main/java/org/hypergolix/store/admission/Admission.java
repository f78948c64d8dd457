package org.hypergolix.store.admission;

import org.hypergolix.golix.identity.Verified;
import org.hypergolix.store.StoreView;

/// Decides what may be stored and what follows from it: a function of values, the same for relay and node.
public final class Admission {

    /// Keeps a superseded container at most this long, in milliseconds.
    public static final long SUPERSEDED_MILLIS = 60_000;

    /// The longest chain of dynamic addresses.
    public static final int MAX_CHAIN_DEPTH = 16;

    /// The largest step of a frame counter, first sight included.
    public static final long MAX_COUNTER_STEP = 1L << 32;

    private Admission() {}

    /// Judges `object` against `view`, which includes everything accepted before.
    ///
    /// @param nowMillis since the epoch
    public static Verdict judge(StoreView view, Verified<?> object, long nowMillis) {
        throw new UnsupportedOperationException();
    }
}
