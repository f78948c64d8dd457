package org.hypergolix.hgx;

import org.hypergolix.golix.Bytes;

/// Text as UTF-8.
enum TextCodec implements Codec<String> {
    TEXT;

    @Override
    public Bytes encode(String value) {
        return Utf8.encode(value);
    }

    @Override
    public String decode(Bytes state) {
        return Utf8.decode(state);
    }

    @Override
    public ApiId defaultApiId() {
        return ApiId.BYTES;
    }

    @Override
    public String toString() {
        return "Codec.text()";
    }
}
