package org.hypergolix.golix.suite;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Identity;

/// One request in the making or being opened: its content, and what ties its authentication code to this encryption.
public sealed interface RequestSession extends AutoCloseable permits Suite1.Session, Suite3.Session {

    /// To the author: what goes into the object. To the recipient: the inner content, in suite 3 with its padding.
    Bytes content();

    /// The authentication code.
    ///
    /// @param unproven the whole request but its authentication code
    /// @param sharedSecret of both exchange keys; not changed
    Bytes mac(Bytes unproven, byte[] sharedSecret, Identity author, Identity recipient);

    /// Wipes what was secret.
    @Override
    void close();
}
