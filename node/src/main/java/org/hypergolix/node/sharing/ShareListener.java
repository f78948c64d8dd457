package org.hypergolix.node.sharing;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.jspecify.annotations.Nullable;

/// Hears of shares, once they are durable. Implemented above this package; must not block.
public interface ShareListener {

    /// Somebody shared an object with this account. It is kept until [Sharing#handled(Ghid, Ghid, Bytes)].
    void shared(Share share);

    /// Whether any application wants shares of this kind now.
    boolean wants(Bytes apiId);

    /// A recipient answered.
    void answered(ShareAnswer answer);

    /// A share from somebody else that was accepted.
    ///
    /// @param origin who shared it
    /// @param binder who owns it
    record Share(Ghid address, Ghid origin, Ghid binder, Bytes apiId) {}

    /// How an own share ended.
    ///
    /// @param request the offer
    /// @param token of the application that shared, or null
    record ShareAnswer(Ghid request, Ghid address, Ghid recipient, boolean accepted, @Nullable Bytes token) {}
}
