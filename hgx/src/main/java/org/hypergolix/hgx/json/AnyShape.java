package org.hypergolix.hgx.json;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whatever is there.
enum AnyShape implements Shape {
    ANY;

    @Override
    public void write(@Nullable Object value, JsonText text, Place place) {
        switch (value) {
            case null -> text.literal("null");
            case String string -> text.string(string);
            case Boolean bool -> text.literal(bool.toString());
            case Number number -> Numbers.write(number, text, place);
            case Collection<?> elements -> new ListShape(this, false).write(elements, text, place);
            case Map<?, ?> members -> new MapShape(Optional.empty(), this).write(members, text, place);
            default -> throw place.wrong("values of " + value.getClass().getName() + " have no JSON form here");
        }
    }

    @Override
    public @Nullable Object read(@Nullable Object node, Place place) {
        return switch (node) {
            case null -> null;
            case String string -> string;
            case Boolean bool -> bool;
            case Number number -> Numbers.any(number, place);
            case List<?> elements -> new ListShape(this, false).read(elements, place);
            case Map<?, ?> members -> new MapShape(Optional.empty(), this).read(members, place);
            default -> throw new IllegalStateException("A JSON tree with a " + node.getClass() + ".");
        };
    }
}
