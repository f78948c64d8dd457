package org.hypergolix.store;

import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.codec.GolixCodec;

/// An object as it lies in a store: its bytes, ready to be sent, and what is known of them without decoding.
public record StoredObject(ObjectKind kind, Ghid ghid, Bytes encoded) {
    private static final int SUITE_OFFSET = 8;

    /// The stored form of `object`.
    public static StoredObject of(GolixObject object) {
        return new StoredObject(object.kind(), object.ghid(), object.encoded());
    }

    /// The suite it carries; empty if the bytes are damaged.
    public Optional<CipherSuite> suite() {
        return encoded.size() > SUITE_OFFSET ? CipherSuite.of(encoded.at(SUITE_OFFSET)) : Optional.empty();
    }

    /// The object; its digest is checked again, so that a damaged disk is noticed.
    ///
    /// @throws StoreException if the stored bytes are damaged
    public GolixObject decode() {
        String damaged = "The stored object " + ghid.text() + " is damaged.";
        GolixObject object;
        try {
            object = GolixCodec.decode(encoded);
        } catch (MalformedObjectException malformed) {
            throw new StoreException(StoreException.Reason.DAMAGED, damaged, malformed);
        }
        if (!object.ghid().equals(ghid)) {
            throw new StoreException(StoreException.Reason.DAMAGED, damaged);
        }
        return object;
    }
}
