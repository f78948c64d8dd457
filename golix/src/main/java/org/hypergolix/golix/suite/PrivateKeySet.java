package org.hypergolix.golix.suite;

import java.security.SecureRandom;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.Request;

/// The three private keys of one identity. Safe for use by any thread until closed.
public sealed interface PrivateKeySet extends AutoCloseable permits Suite1.Keys, Suite3.Keys {

    /// Signs an object of the keys' own suite.
    ///
    /// @param digest SHA-512 of the preimage
    Bytes sign(ObjectKind kind, Bytes preimage, Bytes digest, SecureRandom random);

    /// Signs a statement.
    ///
    /// @param message begins as no object and no other signed message of any suite does
    Bytes signStatement(Bytes message, SecureRandom random);

    /// Decrypts a request to these keys; nothing if it was not encrypted to them or altered.
    Optional<RequestSession> openRequest(Request request);

    /// The X25519 secret shared with the holder of another exchange key, of whatever suite; nothing if it is all zero.
    Optional<byte[]> agree(Bytes exchangeKey);

    /// Whether these are the private keys of `identity`, which is of this suite.
    boolean belongTo(Identity identity);

    /// The public signature key material.
    Bytes publicSignatureKey();

    /// The public encryption key material.
    Bytes publicEncryptionKey();

    /// The public exchange key.
    Bytes publicExchangeKey();

    /// The private signature key as stored.
    Bytes privateSignatureKey();

    /// The private encryption key as stored.
    Bytes privateEncryptionKey();

    /// The private exchange key as stored.
    Bytes privateExchangeKey();

    /// Forgets the keys as far as the platform allows. Results of calls that run at the same time are worthless.
    @Override
    void close();
}
