package io.telemeter.it.relay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.hypergolix.golix.Bytes;

/// What a relay of 2017 and its clients said to each other, websocket frame by websocket frame. Kept beside the
/// repository in `../shared/vectors`, or where the system property `shared.vectors` or the environment variable
/// `SHARED_VECTORS` says.
///
/// @param request the HTTP request of a handshake
/// @param response what the relay said to it
record Recording(String request, String response, List<Frame> frames) {

    private static final String NAME = "reference/remote_exchange.json";

    /// One frame.
    ///
    /// @param connection its name
    /// @param bytes the whole frame, with header and, from a client, mask
    /// @param note what it is for
    record Frame(String connection, boolean fromClient, Bytes bytes, String note) {

        int opcode() {
            return bytes.at(0) & 0x0F;
        }

        /// The payload, unmasked.
        Bytes payload() {
            int second = bytes.at(1) & 0xFF;
            int start = switch (second & 0x7F) {
                case 126 -> 4;
                case 127 -> 10;
                default -> 2;
            };
            if (second < 0x80) {
                return bytes.slice(start);
            }
            byte[] payload = bytes.slice(start + 4).toArray();
            for (int index = 0; index < payload.length; index++) {
                payload[index] ^= bytes.at(start + (index & 3));
            }
            return Bytes.owning(payload);
        }
    }

    /// Skips the test where there is no recording.
    static Recording load() throws IOException, JsonParserException {
        Path path = directory().resolve(NAME);
        assumeTrue(Files.exists(path), () -> "no recording at " + path);
        JsonObject json = JsonParser.object().from(Files.readString(path));
        JsonObject handshake = json.getObject("handshake");
        return new Recording(text(handshake, "request"), text(handshake, "response"),
                json.getArray("frames").stream().map(JsonObject.class::cast).map(Recording::frame).toList());
    }

    private static Frame frame(JsonObject json) {
        return new Frame(text(json, "conn"), text(json, "dir").equals("c>s"), Bytes.ofHex(text(json, "frame_hex")),
                text(json, "note"));
    }

    private static String text(JsonObject json, String key) {
        return Objects.requireNonNull(json.getString(key), key);
    }

    private static Path directory() {
        String property = System.getProperty("shared.vectors");
        if (property != null) {
            return Path.of(property);
        }
        String variable = System.getenv("SHARED_VECTORS");
        if (variable != null) {
            return Path.of(variable);
        }
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.exists(place.resolve("mvnw"))) {
                return place.resolveSibling("shared").resolve("vectors");
            }
        }
        return Path.of("shared", "vectors");
    }
}
