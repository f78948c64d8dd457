package org.hypergolix.golix.codec;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.suite.Suite;

/// GIDC: `header(9) | signature key | encryption key | exchange key(32) | ghid(65)`, the first two keys as long as the
/// suite says (512 and 512, or 64 and 1,216). No signature.
final class IdentityLayout {
    private IdentityLayout() {}

    static Identity read(CipherSuite suite, FieldReader fields) throws MalformedObjectException {
        Bytes signatureKey = fields.bytes(suite.signatureKeyLength(), "signature key");
        Bytes encryptionKey = fields.bytes(suite.encryptionKeyLength(), "encryption key");
        Bytes exchangeKey = fields.bytes(CipherSuite.EXCHANGE_KEY_LENGTH, "exchange key");
        Ghid ghid = fields.derivedGhid("fingerprint");
        fields.last(0, "fingerprint");
        Suite.of(suite).checkKeys(signatureKey, encryptionKey, exchangeKey);
        return new Identity(suite, signatureKey, encryptionKey, exchangeKey, ghid, fields.encoded());
    }

    static Draft<Identity> draft(CipherSuite suite, Bytes signatureKey, Bytes encryptionKey, Bytes exchangeKey) {
        Draft.requireLength("signature key", signatureKey, suite.signatureKeyLength());
        Draft.requireLength("encryption key", encryptionKey, suite.encryptionKeyLength());
        Draft.requireLength("exchange key", exchangeKey, CipherSuite.EXCHANGE_KEY_LENGTH);
        FieldWriter fields = new FieldWriter(ObjectKind.IDENTITY, suite,
                signatureKey.size() + encryptionKey.size() + exchangeKey.size(), 0);
        fields.bytes(signatureKey).bytes(encryptionKey).bytes(exchangeKey);
        return Draft.of(ObjectKind.IDENTITY, suite, fields, 0,
                (ghid, _, encoded) -> new Identity(suite, signatureKey, encryptionKey, exchangeKey, ghid, encoded));
    }
}
