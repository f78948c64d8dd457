package org.hypergolix.node;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;

/// Whose a store is, for those who have no key of it: space `account`, key `fingerprint`, value = the fingerprint (65), in
/// clear.
public final class HomeOwner {
    private static final String SPACE = "account";
    private static final Bytes KEY = Bytes.owning("fingerprint".getBytes(StandardCharsets.US_ASCII));

    private HomeOwner() {}

    /// The account's fingerprint, if a node was started over the store.
    public static Optional<Ghid> find(StoreView view) {
        return view.record(SPACE, KEY).filter(value -> value.size() == Ghid.LENGTH).map(Ghid::fromBytes);
    }

    /// The change that says it.
    public static Change put(Ghid fingerprint) {
        return new Change.PutRecord(SPACE, KEY, fingerprint.bytes());
    }
}
