package org.hypergolix.hgx.json;

import org.jspecify.annotations.Nullable;

/// Where in a value something is wrong: names of components and positions in lists, no text from outside.
record Place(@Nullable Place around, String step) {
    static final Place TOP = new Place(null, "");

    Place component(String name) {
        return new Place(this, around == null ? name : "." + name);
    }

    Place element(int index) {
        return new Place(this, "[" + index + "]");
    }

    /// Of a map; its key may be a stranger's text.
    Place member() {
        return new Place(this, "{}");
    }

    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(around == null ? what : this + ": " + what);
    }

    IllegalArgumentException expected(String what, @Nullable Object found) {
        return wrong(what + " is expected, not " + kind(found));
    }

    private static String kind(@Nullable Object node) {
        return switch (node) {
            case null -> "null";
            case String _ -> "a string";
            case Boolean _ -> "a boolean";
            case Number _ -> "a number";
            case java.util.List<?> _ -> "an array";
            default -> "an object";
        };
    }

    @Override
    public String toString() {
        return around == null ? step : around + step;
    }
}
