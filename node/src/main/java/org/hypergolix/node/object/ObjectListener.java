package org.hypergolix.node.object;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.jspecify.annotations.Nullable;

/// Hears what happens to objects, once it is durable. Implemented above this package; must not block.
public interface ObjectListener {

    /// The object has a new state; [Objects#state] gives it.
    ///
    /// @param cause the application that pushed it, or null if it came from elsewhere
    void updated(Ghid address, @Nullable Object cause);

    /// The object was deleted.
    ///
    /// @param cause the application that deleted it, or null
    void deleted(Ghid address, @Nullable Object cause);

    /// A push that had returned lost against another device of the account.
    void conflicted(Ghid address, Bytes lost);
}
