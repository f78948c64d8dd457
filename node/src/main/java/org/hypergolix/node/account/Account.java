package org.hypergolix.node.account;

import java.security.SecureRandom;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.PrivateKeys;
import org.hypergolix.golix.identity.Secret;

/// An opened account: the private identity and the seal of what is stored beside it. Safe for use by any thread.
public final class Account implements AutoCloseable {
    private static final int SECRET_HEADER = 5;

    private final PrivateIdentity identity;
    private final RecordSeal seal;
    private final MasterKey master;
    private final Protection protection;
    private final SecureRandom random;

    Account(
            PrivateIdentity identity,
            RecordSeal seal,
            MasterKey master,
            Protection protection,
            SecureRandom random) {
        this.identity = identity;
        this.seal = seal;
        this.master = master;
        this.protection = protection;
        this.random = random;
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

    /// A key for one of the account's own objects, the same on every device: of the suite's length, derived from the
    /// master key.
    public Secret objectSecret(String purpose) {
        CipherSuite suite = identity.identity().suite();
        return Secret.of(suite, master.expandBytes(purpose, Secret.encodedLength(suite) - SECRET_HEADER));
    }

    /// What the root object holds: this account, sealed for whoever has its password or key file, and the addresses of
    /// its record objects.
    public Bytes rootState(List<Ghid> recordObjects) {
        SortedMap<Integer, Bytes> fields = identityFields();
        fields.put(AccountFile.RECORD_OBJECTS,
                Bytes.concat(recordObjects.stream().map(Ghid::bytes).toArray(Bytes[]::new)));
        return file(AccountFile.Form.ROOT, fields).encode();
    }

    /// The account file for a home.
    AccountFile homeFile() {
        return file(AccountFile.Form.HOME, identityFields());
    }

    /// A copy of the master key; the caller wipes it.
    byte[] masterKey() {
        return master.copy();
    }

    private AccountFile file(AccountFile.Form form, SortedMap<Integer, Bytes> fields) {
        byte[] nonce = new byte[Aead.NONCE_LENGTH];
        random.nextBytes(nonce);
        byte[] sealed = Aead.seal(
                master.derive(form.purpose()),
                nonce,
                AccountFile.bodyAssociated(form, protection),
                AccountFile.encodeFields(fields).toArray());
        return new AccountFile(form, protection, Bytes.owning(nonce), Bytes.owning(sealed));
    }

    private SortedMap<Integer, Bytes> identityFields() {
        PrivateKeys keys = identity.export();
        SortedMap<Integer, Bytes> fields = new TreeMap<>();
        fields.put(AccountFile.IDENTITY, identity.identity().encoded());
        fields.put(AccountFile.SIGNATURE_KEY, keys.signature());
        fields.put(AccountFile.ENCRYPTION_KEY, keys.encryption());
        fields.put(AccountFile.EXCHANGE_KEY, keys.exchange());
        return fields;
    }

    /// Forgets the keys as far as the platform allows.
    @Override
    public void close() {
        identity.close();
        master.close();
    }
}
