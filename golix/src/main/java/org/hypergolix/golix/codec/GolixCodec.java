package org.hypergolix.golix.codec;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.MalformedObjectException;

/// Reads Golix objects from bytes, strictly: exact length, version, suite, algorithm, digests and key checks.
public final class GolixCodec {
    private GolixCodec() {}

    /// The object that `encoded` is, with nothing before or after it.
    ///
    /// The object keeps `encoded` as it is given; pass a compact one if it is to be kept long.
    ///
    /// @throws MalformedObjectException if it is none; nothing else is ever thrown
    public static GolixObject decode(Bytes encoded) throws MalformedObjectException {
        throw new UnsupportedOperationException();
    }
}
