package org.hypergolix.hgx.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A map with text or the constants of an enum as keys.
///
/// @param keys the enum, if it is one
record MapShape(Optional<EnumShape> keys, Shape content) implements Shape {

    @Override
    public void write(@Nullable Object value, JsonText text, Place place) {
        if (!(value instanceof Map<?, ?> members)) {
            throw place.expected("a map", value);
        }
        text.open('{');
        members.forEach((key, member) -> {
            text.name(name(key, place));
            content.write(member, text, place.member());
        });
        text.close('}');
    }

    private String name(@Nullable Object key, Place place) {
        if (keys.isPresent()) {
            return keys.get().name(key, place);
        }
        if (key instanceof String name) {
            return name;
        }
        throw place.wrong("the keys of a map are strings in JSON");
    }

    @Override
    public Object read(@Nullable Object node, Place place) {
        if (!(node instanceof Map<?, ?> members)) {
            throw place.expected("an object", node);
        }
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        members.forEach((name, member) -> values.put(
                keys.isPresent() ? keys.get().read(name, place) : name, content.read(member, place.member())));
        return Collections.unmodifiableMap(values);
    }
}
