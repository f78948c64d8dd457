package org.hypergolix.golix.identity;

import java.nio.charset.StandardCharsets;
import org.hypergolix.golix.Bytes;

/// What an identity signs that is no object: `"golix statement" 00 | length of the purpose (1) | purpose | content`.
///
/// Objects begin with four capital letters and suite 3 signs them behind a prefix of its own, so no statement passes for an
/// object, no object for a statement, and no statement for one of another purpose.
final class Statement {
    private static final Bytes PREFIX = Bytes.owning("golix statement\0".getBytes(StandardCharsets.US_ASCII));
    private static final int MOST_PURPOSE_LENGTH = 255;

    private Statement() {}

    /// The message to sign.
    ///
    /// @param purpose 1 to 255 characters of ASCII
    static Bytes message(String purpose, Bytes content) {
        byte[] name = purpose.getBytes(StandardCharsets.US_ASCII);
        if (name.length == 0 || name.length > MOST_PURPOSE_LENGTH) {
            throw new IllegalArgumentException("A purpose has 1 to " + MOST_PURPOSE_LENGTH + " characters.");
        }
        return Bytes.concat(PREFIX, Bytes.owning(new byte[]{(byte) name.length}), Bytes.owning(name), content);
    }
}
