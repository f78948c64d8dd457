package org.hypergolix.hgx.json;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The constants of an enum, by name.
final class EnumShape implements Shape {
    private final Class<?> type;
    private final Map<String, Enum<?>> constants = new HashMap<>();

    EnumShape(Class<?> type) {
        this.type = type;
        for (Object constant : type.getEnumConstants()) {
            Enum<?> value = (Enum<?>) constant;
            constants.put(value.name(), value);
        }
    }

    @Override
    public void write(@Nullable Object value, JsonText text, Place place) {
        text.string(name(value, place));
    }

    String name(@Nullable Object value, Place place) {
        if (value instanceof Enum<?> constant && type.isInstance(value)) {
            return constant.name();
        }
        throw place.expected("a " + type.getSimpleName(), value);
    }

    @Override
    public Object read(@Nullable Object node, Place place) {
        Enum<?> constant = node instanceof String name ? constants.get(name) : null;
        if (constant == null) {
            throw place.wrong("the name of a " + type.getSimpleName() + " is expected");
        }
        return constant;
    }
}
