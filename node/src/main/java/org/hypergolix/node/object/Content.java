package org.hypergolix.node.object;

import java.util.Optional;
import org.hypergolix.golix.Bytes;

/// What a container of an application object says, in both suites: `"hgxd" | 00 | 00 | api id (64) | state`.
///
/// @param apiId 64 bytes
/// @param state the application's bytes
public record Content(Bytes apiId, Bytes state) {
    /// Bytes of an api id.
    public static final int API_ID_LENGTH = 64;

    /// Bytes before the state.
    public static final int HEADER_LENGTH = 70;

    private static final Bytes PREFIX = Bytes.ofHex("6867786400" + "00");

    public Content {
        if (apiId.size() != API_ID_LENGTH) {
            throw new IllegalArgumentException("An api id has 64 bytes, not " + apiId.size() + ".");
        }
    }

    /// The plaintext of the container.
    public Bytes encode() {
        return Bytes.concat(PREFIX, apiId, state);
    }

    /// Reads a plaintext; nothing if it is no application object, as when a suite-1 container opened with a wrong key.
    public static Optional<Content> decode(Bytes plaintext) {
        if (plaintext.size() < HEADER_LENGTH || !plaintext.slice(0, PREFIX.size()).equals(PREFIX)) {
            return Optional.empty();
        }
        return Optional.of(new Content(
                plaintext.slice(PREFIX.size(), API_ID_LENGTH).compact(), plaintext.slice(HEADER_LENGTH)));
    }
}
