package org.hypergolix.golix.identity;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;

/// Opens containers.
public final class Contents {
    private Contents() {}

    /// The plaintext of `container`, given out only after the whole container has opened.
    ///
    /// Takes a verified container, as suite 1 has no protection of its own beyond the author's signature.
    ///
    /// @throws UnopenableException if `secret` is not the container's or the container was altered
    public static Bytes open(Verified<Container> container, Secret secret) throws UnopenableException {
        throw new UnsupportedOperationException();
    }
}
