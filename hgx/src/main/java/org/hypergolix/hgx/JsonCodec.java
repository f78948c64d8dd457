package org.hypergolix.hgx;

import java.lang.invoke.MethodHandles;
import org.hypergolix.golix.Bytes;
import org.hypergolix.hgx.json.JsonFormat;

/// JSON of one type.
final class JsonCodec<T> implements Codec<T> {
    private final Class<T> type;
    private final JsonFormat<T> format;

    private JsonCodec(Class<T> type, JsonFormat<T> format) {
        this.type = type;
        this.format = format;
    }

    static <T> Codec<T> of(MethodHandles.Lookup lookup, Class<T> type) {
        return new JsonCodec<>(type, JsonFormat.of(lookup, type));
    }

    @Override
    public Bytes encode(T value) {
        return Utf8.encode(format.write(value));
    }

    @Override
    public T decode(Bytes state) {
        return format.read(Utf8.decode(state));
    }

    @Override
    public ApiId defaultApiId() {
        return ApiId.JSON;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonCodec<?> codec && codec.type == type;
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public String toString() {
        return "Codec.json(" + type.getSimpleName() + ")";
    }
}
