package org.hypergolix.hgx.json;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value or null.
record OptionalShape(Shape content) implements Shape {

    @Override
    public void write(@Nullable Object value, JsonText text, Place place) {
        if (!(value instanceof Optional<?> optional)) {
            throw place.expected("an Optional", value);
        }
        if (optional.isEmpty()) {
            text.literal("null");
        } else {
            content.write(optional.get(), text, place);
        }
    }

    @Override
    public Object read(@Nullable Object node, Place place) {
        return node == null ? Optional.empty() : Optional.ofNullable(content.read(node, place));
    }

    @Override
    public Optional<Object> absent() {
        return Optional.of(Optional.empty());
    }

    @Override
    public boolean isAbsent(Object value) {
        return value instanceof Optional<?> optional && optional.isEmpty();
    }
}
