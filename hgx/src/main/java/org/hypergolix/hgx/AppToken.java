package org.hypergolix.hgx;

import org.hypergolix.golix.Bytes;

/// What identifies an installed application to its node across runs: 16 secret bytes. `toString` does not show them.
public final class AppToken {
    /// Bytes of a token.
    public static final int LENGTH = 16;

    private final Bytes bytes;

    /// Checks the length.
    ///
    /// @throws IllegalArgumentException unless there are 16 bytes
    public AppToken(Bytes bytes) {
        if (bytes.size() != LENGTH) {
            throw new IllegalArgumentException("An app token has 16 bytes, not " + bytes.size() + ".");
        }
        this.bytes = bytes.compact();
    }

    /// The bytes, to be kept where only the application can read them.
    public Bytes bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AppToken token && token.bytes.equals(bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    @Override
    public String toString() {
        return "AppToken[...]";
    }
}
