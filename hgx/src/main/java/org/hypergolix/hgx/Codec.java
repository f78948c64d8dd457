package org.hypergolix.hgx;

import org.hypergolix.golix.Bytes;

/// Turns an application's values into the bytes of an object and back.
///
/// Implementations are immutable and safe for use by any thread.
///
/// @param <T> the value's type, immutable by convention
public interface Codec<T> {

    /// The bytes of `value`.
    ///
    /// @throws IllegalArgumentException if it cannot be encoded; the message says why
    Bytes encode(T value);

    /// The value of `state`, which comes from outside.
    ///
    /// @throws IllegalArgumentException if it is none; anything else thrown counts as the same
    T decode(Bytes state);

    /// The api id of objects made with this codec unless told otherwise.
    ApiId defaultApiId();
}
