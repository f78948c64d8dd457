package org.hypergolix.hgx.json;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How values of one type look in JSON.
///
/// What is read is a tree of `String`, `Boolean`, `Number` (whose `toString` is the text of the number), `List`, `Map` and
/// null.
interface Shape {

    /// Writes `value`, which has the shape's type unless a raw type let something else slip in.
    void write(@Nullable Object value, JsonText text, Place place);

    /// The value of `node`.
    @Nullable
    Object read(@Nullable Object node, Place place);

    /// The value of a component that is not there, if there is one.
    default Optional<Object> absent() {
        return Optional.empty();
    }

    /// Whether a component with this value is left out.
    default boolean isAbsent(Object value) {
        return false;
    }
}
