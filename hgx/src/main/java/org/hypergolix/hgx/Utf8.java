package org.hypergolix.hgx;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.hypergolix.golix.Bytes;

/// UTF-8 that refuses instead of replacing: what was read is what was written.
final class Utf8 {
    private Utf8() {}

    /// @throws IllegalArgumentException if `text` has a lone surrogate
    static Bytes encode(String text) {
        try {
            return Bytes.copyOf(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
        } catch (CharacterCodingException _) {
            throw new IllegalArgumentException("The text has half a character (a lone surrogate) and cannot be UTF-8.");
        }
    }

    /// @throws IllegalArgumentException if `bytes` are no UTF-8
    static String decode(Bytes bytes) {
        try {
            ByteBuffer buffer = bytes.asByteBuffer();
            return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
        } catch (CharacterCodingException _) {
            throw new IllegalArgumentException("The bytes are no text in UTF-8.");
        }
    }
}
