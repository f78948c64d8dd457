package org.hypergolix.hgx;

import java.lang.invoke.MethodHandles;
import org.hypergolix.golix.Bytes;

/// Turns an application's values into the bytes of an object and back.
///
/// Implementations are immutable and safe for use by any thread. They are equal if they do the same: an object is held
/// with one codec at a time, and asking for it again with an equal one gives the same handle. The built-in ones are.
///
/// @param <T> the value's type, immutable by convention
public interface Codec<T> {

    /// The bytes of `value`.
    ///
    /// @throws IllegalArgumentException if it cannot be encoded; the message is one line that says why
    Bytes encode(T value);

    /// The value of `state`, which comes from outside.
    ///
    /// @throws IllegalArgumentException if it is none, with one line that says why; anything else thrown counts as the same
    T decode(Bytes state);

    /// The api id of objects made with this codec unless told otherwise.
    ApiId defaultApiId();

    /// The bytes as they are; api id [ApiId#BYTES].
    static Codec<Bytes> bytes() {
        return BytesCodec.BYTES;
    }

    /// Text as UTF-8; api id [ApiId#BYTES], as the protocol has none for text. Malformed UTF-8 is refused when reading,
    /// lone surrogates when writing.
    static Codec<String> text() {
        return TextCodec.TEXT;
    }

    /// JSON; api id [ApiId#JSON].
    ///
    /// `type` is one of, or made of:
    ///
    /// | Java | JSON |
    /// | --- | --- |
    /// | `String` | string |
    /// | `boolean` | true, false |
    /// | `int`, `long`, `short`, `byte`, `BigInteger` | a number without fraction that fits; `5.0` counts as 5 |
    /// | `double`, `float`, `BigDecimal` | a number; finite, and `float` and `double` rounded to nearest |
    /// | an enum | the constant's name |
    /// | a record | an object with the components in order; unknown names are ignored when reading, missing ones refused |
    /// | `Optional` | the value, or null; a component that is empty or missing is the same, and an empty one is left out |
    /// | `List`, `Set`, `Collection` | array |
    /// | `Map` with `String` or enum keys | object, order kept |
    /// | `Object` | whatever is there: `String`, `Boolean`, `Long` or `BigInteger`, `Double`, `List`, `Map`, null inside them |
    ///
    /// Collections are read as unmodifiable ones. Null is refused except inside `Object`, `Optional` and collections of
    /// them. The text is ASCII without spaces and with members in order, as Python's `json.dumps` writes it with the
    /// separators `,` and `:`. NaN and infinity are refused both ways. Limits: 10 MiB of text, 64 levels, 400 digits of
    /// a number.
    ///
    /// Records of a named module must be public in an exported package, or their package open to `org.hypergolix.hgx`;
    /// [#json(MethodHandles.Lookup, Class)] needs neither.
    ///
    /// @throws IllegalArgumentException if `type` has something else in it
    static <T> Codec<T> json(Class<T> type) {
        return JsonCodec.of(MethodHandles.publicLookup(), type);
    }

    /// The same with the rights of `lookup`, so that records may be private to the application: call it with
    /// `MethodHandles.lookup()`.
    ///
    /// @throws IllegalArgumentException if `type` has something else in it
    static <T> Codec<T> json(MethodHandles.Lookup lookup, Class<T> type) {
        return JsonCodec.of(lookup, type);
    }
}
