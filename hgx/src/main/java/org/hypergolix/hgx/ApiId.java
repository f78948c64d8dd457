package org.hypergolix.hgx;

import java.security.SecureRandom;
import org.hypergolix.golix.Bytes;

/// Which schema the state of an object follows: 64 bytes that an application chose once and for all.
///
/// Applications register for shares by api id. On the wire it is preceded by one zero byte. Immutable.
///
/// @param bytes 64 bytes
public record ApiId(Bytes bytes) {

    /// Bytes of an api id.
    public static final int LENGTH = 64;

    /// The default of objects whose state is bytes or text: 63 zero bytes and a one.
    public static final ApiId BYTES = ofLastByte(1);

    /// The default of objects whose state is JSON: 63 zero bytes and a three. Two stands for Python's pickle, which
    /// nobody should read, as reading it runs the writer's code.
    public static final ApiId JSON = ofLastByte(3);

    /// Checks the length.
    ///
    /// @throws IllegalArgumentException unless there are 64 bytes
    public ApiId {
        if (bytes.size() != LENGTH) {
            throw new IllegalArgumentException("An api id has 64 bytes, not " + bytes.size() + ".");
        }
        bytes = bytes.compact();
    }

    /// Reads 128 hexadecimal digits.
    ///
    /// @throws IllegalArgumentException if they are none
    public static ApiId ofHex(String text) {
        return new ApiId(Bytes.ofHex(text));
    }

    /// A new one, to be generated once and then written into the application.
    public static ApiId random() {
        byte[] bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        return new ApiId(Bytes.owning(bytes));
    }

    private static ApiId ofLastByte(int value) {
        byte[] bytes = new byte[LENGTH];
        bytes[LENGTH - 1] = (byte) value;
        return new ApiId(Bytes.owning(bytes));
    }

    /// 128 hexadecimal digits.
    @Override
    public String toString() {
        return bytes.hex();
    }
}
