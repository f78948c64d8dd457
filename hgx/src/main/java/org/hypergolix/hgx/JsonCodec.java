package org.hypergolix.hgx;

import java.lang.invoke.MethodHandles;

/// JSON.
final class JsonCodec {
    private JsonCodec() {}

    static <T> Codec<T> of(MethodHandles.Lookup lookup, Class<T> type) {
        throw new UnsupportedOperationException("No JSON yet: " + lookup + type);
    }
}
