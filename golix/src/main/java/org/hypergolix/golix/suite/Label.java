package org.hypergolix.golix.suite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.hypergolix.golix.Bytes;

/// What a key of suite 3 is derived for. No two uses share a label, so no two ever share a key.
enum Label {
    /// Key and commitment of a container.
    CONTAINER("geoc"),
    /// The HPKE info of a request.
    REQUEST("garq"),
    /// The authentication code of a request.
    REQUEST_MAC("garq mac"),
    /// The next key of a dynamic object.
    RATCHET("ratchet");

    private static final String PROTOCOL = "golix-v3";

    private final String text;

    Label(String text) {
        this.text = text;
    }

    /// `"golix-v3" || u8 length || label || (u16 length || component)...`: the length bytes make the encoding
    /// prefix-free.
    byte[] info(Bytes... components) {
        int length = PROTOCOL.length() + 1 + text.length();
        for (Bytes component : components) {
            length += Short.BYTES + component.size();
        }
        ByteBuffer info = ByteBuffer.allocate(length).put(ascii(PROTOCOL)).put((byte) text.length()).put(ascii(text));
        for (Bytes component : components) {
            info.putShort((short) component.size()).put(component.asByteBuffer());
        }
        return info.array();
    }

    /// `"golix-v3 " || label`: the context under which HPKE exports a secret for this use.
    byte[] exporterContext() {
        return ascii(PROTOCOL + " " + text);
    }

    String text() {
        return text;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
