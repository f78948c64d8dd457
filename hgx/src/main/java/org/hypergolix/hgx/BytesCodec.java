package org.hypergolix.hgx;

import org.hypergolix.golix.Bytes;

/// The state as it is.
enum BytesCodec implements Codec<Bytes> {
    BYTES;

    @Override
    public Bytes encode(Bytes value) {
        return value;
    }

    @Override
    public Bytes decode(Bytes state) {
        return state;
    }

    @Override
    public ApiId defaultApiId() {
        return ApiId.BYTES;
    }

    @Override
    public String toString() {
        return "Codec.bytes()";
    }
}
