package org.hypergolix.node.account;

import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.PrivateIdentity;

/// An opened account: the private identity and the seal of what is stored beside it. Safe for use by any thread.
public final class Account implements AutoCloseable {
    private final PrivateIdentity identity;
    private final RecordSeal seal;
    private final MasterKey master;

    Account(PrivateIdentity identity, RecordSeal seal, MasterKey master) {
        this.identity = identity;
        this.seal = seal;
        this.master = master;
    }

    /// Signs, seals and opens for this account.
    public PrivateIdentity identity() {
        return identity;
    }

    /// The account's name to others.
    public Ghid fingerprint() {
        return identity.fingerprint();
    }

    /// Seals the secret values of records.
    public RecordSeal seal() {
        return seal;
    }

    /// Forgets the keys as far as the platform allows.
    @Override
    public void close() {
        identity.close();
        master.close();
    }
}
