package org.hypergolix.hgx.json;

import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/// How values of one type are written as JSON and read back. Immutable and safe for use by any thread.
///
/// Texts come from outside, so everything about them is bounded: [#LONGEST_TEXT], [#DEEPEST], [#LONGEST_NUMBER].
///
/// @param <T> the type
public final class JsonFormat<T> {
    /// Characters of a text, at most.
    public static final int LONGEST_TEXT = 10 * 1024 * 1024;
    /// Arrays and objects inside each other, at most.
    public static final int DEEPEST = 64;
    /// Characters of a number, at most.
    public static final int LONGEST_NUMBER = 400;

    private final Class<T> type;
    private final Shape shape;

    private JsonFormat(Class<T> type, Shape shape) {
        this.type = type;
        this.shape = shape;
    }

    /// The format of `type`.
    ///
    /// @param lookup reaches the records in it
    /// @throws IllegalArgumentException if something in it has no JSON form; the message says what
    public static <T> JsonFormat<T> of(MethodHandles.Lookup lookup, Class<T> type) {
        return new JsonFormat<>(type, new Shapes(lookup).of(type, type.getSimpleName()));
    }

    /// `value` as ASCII text without spaces, members in order.
    ///
    /// @throws IllegalArgumentException if it has no JSON form, for example a number that is not finite
    public String write(T value) {
        JsonText text = new JsonText();
        shape.write(value, text, Place.TOP);
        return text.toString();
    }

    /// The value that `text` stands for.
    ///
    /// @throws IllegalArgumentException if there is none; the message names the place and repeats nothing of the text
    public T read(String text) {
        Limits.check(text);
        @Nullable
        Object tree;
        try {
            tree = JsonParser.any().withLazyNumbers().from(text);
        } catch (JsonParserException failure) {
            throw new IllegalArgumentException("no JSON, see line " + failure.getLinePosition() + ", character "
                    + failure.getCharPosition());
        }
        @SuppressWarnings("unchecked") // the shape of T reads T, in its boxed form where it is primitive
        @Nullable
        T value = (@Nullable T) shape.read(tree, Place.TOP);
        if (value == null) {
            throw Place.TOP.expected("a value", null);
        }
        return value;
    }

    @Override
    public String toString() {
        return "JSON of " + type.getSimpleName();
    }
}
