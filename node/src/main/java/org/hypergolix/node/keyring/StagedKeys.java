package org.hypergolix.node.keyring;

import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.account.RecordSeal;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;

/// Keys that another device of the account has left in a record object, of objects that were not fetched here yet: space
/// `staged`, key = address (65), sealed, in the form of [Keyring]. A key stays here until one for the same or a later
/// state is in the keyring. Safe for use by any thread.
public final class StagedKeys {
    /// The space of the records.
    public static final String SPACE = "staged";

    private final RecordSeal seal;

    public StagedKeys(RecordSeal seal) {
        this.seal = seal;
    }

    /// What is known of `address`.
    public Optional<KeyChain> find(StoreView view, Ghid address) {
        Bytes key = address.bytes();
        return view.record(SPACE, key).flatMap(sealed -> seal.open(SPACE, key, sealed)).flatMap(Keyring::decode);
    }

    /// The change that keeps the encoded chain `value` for `address`.
    public Change put(Bytes address, Bytes value) {
        return new Change.PutRecord(SPACE, address, seal.seal(SPACE, address, value));
    }

    /// The change that forgets it.
    public Change remove(Ghid address) {
        return new Change.RemoveRecord(SPACE, address.bytes());
    }
}
