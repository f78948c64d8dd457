package org.hypergolix.golix;

import java.security.SecureRandom;

/// Gives out the bytes it was made with, in order, and fails when they are used up: for known answers only.
public final class FixedRandom extends SecureRandom {
    private final Bytes bytes;
    private int position;

    public FixedRandom(Bytes... parts) {
        bytes = Bytes.concat(parts);
    }

    public static FixedRandom ofHex(String... parts) {
        return new FixedRandom(Bytes.ofHex(String.join("", parts)));
    }

    @Override
    public void nextBytes(byte[] target) {
        bytes.slice(position, target.length).copyTo(target, 0);
        position += target.length;
    }

    /// Bytes not asked for.
    public int remaining() {
        return bytes.size() - position;
    }
}
