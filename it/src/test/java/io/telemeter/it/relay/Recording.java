package io.telemeter.it.relay;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.hypergolix.golix.Bytes;

/// What a relay of 2017 and its clients said to each other, websocket frame by websocket frame. One of the
/// [SharedVectors].
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
        JsonObject json = JsonParser.object().from(Files.readString(SharedVectors.path(NAME)));
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
}
