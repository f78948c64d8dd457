package org.hypergolix.golix.identity;

import java.security.SecureRandom;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;

/// What opens one container: a key and, in suite 1, the initial counter block.
///
/// Immutable; equality in constant time; `toString` shows the suite only.
public final class Secret {

    /// A new secret from `random`, the operating system's generator in production.
    public static Secret random(CipherSuite suite, SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    /// Reads the `SH` form: 53 bytes in suite 1, 37 in suite 3.
    ///
    /// @throws MalformedObjectException if it is none
    public static Secret decode(Bytes encoded) throws MalformedObjectException {
        throw new UnsupportedOperationException();
    }

    /// The `SH` form. Secret bytes: never log, never store in clear.
    public Bytes encode() {
        throw new UnsupportedOperationException();
    }

    /// The suite of the containers this opens.
    public CipherSuite suite() {
        throw new UnsupportedOperationException();
    }

    /// The secret of the next frame of a dynamic object of suite 1.
    ///
    /// @param previousTarget the container that this secret opens
    /// @throws IllegalStateException if this is not of suite 1
    public Secret ratchet(Ghid dynamic, Ghid previousTarget) {
        throw new UnsupportedOperationException();
    }

    /// The secret of frame `counter` of a dynamic object of suite 3, if this is that of frame `counter - 1`.
    ///
    /// @throws IllegalStateException if this is not of suite 3
    public Secret ratchet(Ghid dynamic, long counter) {
        throw new UnsupportedOperationException();
    }
}
