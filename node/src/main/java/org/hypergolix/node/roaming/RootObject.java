package org.hypergolix.node.roaming;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.node.account.Account;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;

/// Where the objects are that an account keeps itself in. The root object's address is the user id.
///
/// In the store: space `account`, key `root`, sealed `01 | user id (65) | record objects (65 each)`.
///
/// @param recordObjects [RecordSpace#SHARDS] of them, in order
record RootObject(Ghid userId, List<Ghid> recordObjects) {
    /// The space of the records of this package.
    static final String SPACE = "account";

    private static final Bytes KEY = Bytes.owning("root".getBytes(StandardCharsets.US_ASCII));
    private static final byte[] SALT = "hypergolix root 1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PURPOSE = "first secret".getBytes(StandardCharsets.US_ASCII);
    private static final Bytes VERSION = Bytes.owning(new byte[]{1});
    private static final int SECRET_HEADER = 5;

    RootObject {
        recordObjects = List.copyOf(recordObjects);
    }

    /// The key of the root object's first state. It follows from the fingerprint alone: what the object holds is sealed
    /// by the account's password or key file.
    static Secret firstSecret(Ghid fingerprint, CipherSuite suite) {
        try {
            byte[] material = KDF.getInstance("HKDF-SHA512").deriveData(HKDFParameterSpec.ofExtract()
                    .addIKM(fingerprint.bytes().toArray())
                    .addSalt(SALT)
                    .thenExpand(PURPOSE, Secret.encodedLength(suite) - SECRET_HEADER));
            return Secret.of(suite, Bytes.owning(material));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no HKDF-SHA512.", impossible);
        }
    }

    /// The key of the first state of a record object.
    static Secret recordSecret(Account account, int shard) {
        return account.objectSecret("record object " + shard);
    }

    /// What is remembered in a home.
    static Optional<RootObject> find(StoreView view, Account account) {
        return view.record(SPACE, KEY).flatMap(sealed -> account.seal().open(SPACE, KEY, sealed))
                .flatMap(RootObject::decode);
    }

    /// Whether something is remembered, readable or not.
    static boolean exists(StoreView view) {
        return view.record(SPACE, KEY).isPresent();
    }

    /// The change that remembers it.
    Change put(Account account) {
        Bytes value = Bytes.concat(VERSION, userId.bytes(),
                Bytes.concat(recordObjects.stream().map(Ghid::bytes).toArray(Bytes[]::new)));
        return new Change.PutRecord(SPACE, KEY, account.seal().seal(SPACE, KEY, value));
    }

    private static Optional<RootObject> decode(Bytes value) {
        if (value.size() != 1 + (1 + RecordSpace.SHARDS) * Ghid.LENGTH || value.at(0) != 1) {
            return Optional.empty();
        }
        List<Ghid> addresses = new ArrayList<>();
        for (int from = 1; from < value.size(); from += Ghid.LENGTH) {
            addresses.add(Ghid.fromBytes(value.slice(from, Ghid.LENGTH)));
        }
        return Optional.of(new RootObject(addresses.getFirst(), addresses.subList(1, addresses.size())));
    }
}
