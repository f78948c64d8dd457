package org.hypergolix.golix.suite;

import java.security.SecureRandom;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.ObjectKind;

/// What an object's suite byte decides. Everything else about objects is the same in all suites.
///
/// Implementations are safe for use by any thread.
public sealed interface Suite permits Suite1, Suite3 {

    /// The implementation of `suite`.
    static Suite of(CipherSuite suite) {
        return switch (suite) {
            case SUITE_1 -> Suite1.INSTANCE;
            case SUITE_3 -> Suite3.INSTANCE;
        };
    }

    /// Refuses public keys that nobody should use.
    ///
    /// @throws MalformedObjectException naming the key; the arguments have the right lengths
    void checkKeys(Bytes signatureKey, Bytes encryptionKey, Bytes exchangeKey) throws MalformedObjectException;

    /// Whether sealed content of a container can be `length` bytes long.
    boolean isSealedLength(long length);

    /// Whether `signature` is that of the holder of `signatureKey` on an object.
    ///
    /// @param preimage everything before the digest
    /// @param digest SHA-512 of the preimage, which the caller has checked
    boolean verifies(Bytes signatureKey, ObjectKind kind, Bytes preimage, Bytes digest, Bytes signature);

    /// Whether `signature` is that of the holder of `signatureKey` on a statement.
    ///
    /// @param message begins as no object and no other signed message of any suite does
    boolean verifiesStatement(Bytes signatureKey, Bytes message, Bytes signature);

    /// Bytes of a secret: all that opens one container.
    int secretLength();

    /// The sealed content of a container by `author`.
    ///
    /// @throws IllegalArgumentException if the content is too large for one object
    Bytes seal(Ghid author, Bytes content, byte[] secret, SecureRandom random);

    /// Opens a container of this suite.
    Opening open(Container container, byte[] secret);

    /// New private keys.
    PrivateKeySet generateKeys(SecureRandom random);

    /// Private keys in their stored form.
    ///
    /// @throws MalformedObjectException if they are not of this suite's form
    PrivateKeySet restoreKeys(Bytes signature, Bytes encryption, Bytes exchange) throws MalformedObjectException;

    /// Encrypts the inner content of a request for `recipient`, who is of this suite.
    ///
    /// @param inner at most 382 bytes in suite 1, 512 in suite 3
    /// @throws IllegalArgumentException if the recipient's key cannot be used
    RequestSession sealRequest(Identity recipient, Bytes inner, SecureRandom random);
}
