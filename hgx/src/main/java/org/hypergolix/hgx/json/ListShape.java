package org.hypergolix.hgx.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list or, without doubles, a set.
record ListShape(Shape element, boolean isSet) implements Shape {

    @Override
    public void write(@Nullable Object value, JsonText text, Place place) {
        if (!(value instanceof Collection<?> elements)) {
            throw place.expected("a collection", value);
        }
        text.open('[');
        int index = 0;
        for (Object content : elements) {
            text.next();
            element.write(content, text, place.element(index++));
        }
        text.close(']');
    }

    @Override
    public Object read(@Nullable Object node, Place place) {
        if (!(node instanceof List<?> elements)) {
            throw place.expected("an array", node);
        }
        List<@Nullable Object> values = new ArrayList<>(elements.size());
        for (int index = 0; index < elements.size(); index++) {
            values.add(element.read(elements.get(index), place.element(index)));
        }
        return isSet
                ? Collections.unmodifiableSet(new LinkedHashSet<@Nullable Object>(values))
                : Collections.unmodifiableList(values);
    }
}
