package org.hypergolix.store;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.codec.GolixCodec;

/// An object as it lies in a store: its bytes, ready to be sent, and what is known of them without decoding.
public record StoredObject(ObjectKind kind, Ghid ghid, Bytes encoded) {

    /// The stored form of `object`.
    public static StoredObject of(GolixObject object) {
        return new StoredObject(object.kind(), object.ghid(), object.encoded());
    }

    /// The object; its digest is checked again, so that a damaged disk is noticed.
    ///
    /// @throws StoreException if the stored bytes are damaged
    public GolixObject decode() {
        try {
            return GolixCodec.decode(encoded);
        } catch (MalformedObjectException damaged) {
            throw new StoreException(
                    StoreException.Reason.DAMAGED, "The stored object " + ghid.text() + " is damaged.", damaged);
        }
    }
}
