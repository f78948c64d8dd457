package org.hypergolix.golix.identity;

import org.hypergolix.golix.Bytes;

/// Private keys as stored: suite 1 PKCS#8, PKCS#8 and 32 bytes; suite 3 three seeds of 32 bytes.
///
/// `toString` shows nothing of them.
public record PrivateKeys(Bytes signature, Bytes encryption, Bytes exchange) {
    @Override
    public String toString() {
        return "PrivateKeys[...]";
    }
}
