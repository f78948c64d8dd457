package org.hypergolix.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.hypergolix.golix.Bytes;

/// One message of either conversation, a request or an answer, as it fills one binary websocket message.
///
/// | Offset | Length | Field |
/// | --- | --- | --- |
/// | 0 | 2 | version, 00 00 |
/// | 2 | 2 | code, two ASCII characters |
/// | 4 | 2 | token: an answer repeats that of its request |
/// | 6 | rest | body |
///
/// Reading follows what peers of 2017 do: a message that ends inside its code has code 0, which nobody knows; one that
/// ends before its token has token 0, or the one byte that is there.
///
/// @param code 16 bits
/// @param token 16 bits, chosen by the requester among those that it has no request under way with
public record Message(int code, int token, Bytes body) {

    /// Bytes before the body.
    public static final int HEADER_LENGTH = 6;

    /// The most bytes of a whole message, header included: 10 MiB.
    public static final int MAX_LENGTH = 10 * 1024 * 1024;

    /// `AK`: the request succeeded.
    public static final int SUCCESS = codeOf("AK");

    /// `NK`: the request failed.
    public static final int FAILURE = codeOf("NK");

    /// Checks the ranges.
    public Message {
        if (code >>> 16 != 0 || token >>> 16 != 0) {
            throw new IllegalArgumentException("A code and a token have 16 bits.");
        }
    }

    /// The code that two ASCII characters stand for.
    public static int codeOf(String characters) {
        byte[] ascii = characters.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length != 2) {
            throw new IllegalArgumentException("A code has two characters.");
        }
        return ascii[0] << 8 | ascii[1];
    }

    /// Reads a message. The body shares memory with `encoded`.
    ///
    /// @throws MalformedMessageException if it is shorter than two bytes or of another version than 0
    public static Message decode(Bytes encoded) throws MalformedMessageException {
        int size = encoded.size();
        if (size < 2) {
            throw new MalformedMessageException("A message of " + size + " bytes has no version.");
        }
        int version = number(encoded, 0, 2);
        if (version != 0) {
            throw new MalformedMessageException("Protocol version " + version + " is not known; only 0 is.");
        }
        int code = size < 4 ? 0 : number(encoded, 2, 4);
        int token = size <= 4 ? 0 : number(encoded, 4, Math.min(size, HEADER_LENGTH));
        Bytes body = size <= HEADER_LENGTH ? Bytes.EMPTY : encoded.slice(HEADER_LENGTH);
        return new Message(code, token, body);
    }

    private static int number(Bytes encoded, int from, int to) {
        int number = 0;
        for (int index = from; index < to; index++) {
            number = number << 8 | (encoded.at(index) & 0xFF);
        }
        return number;
    }

    /// Bytes of the whole message.
    public int length() {
        return HEADER_LENGTH + body.size();
    }

    /// The whole message.
    public Bytes encode() {
        byte[] encoded = new byte[length()];
        ByteBuffer.wrap(encoded).putShort((short) 0).putShort((short) code).putShort((short) token);
        body.copyTo(encoded, HEADER_LENGTH);
        return Bytes.owning(encoded);
    }

    /// Whether this answers a request.
    public boolean isAnswer() {
        return code == SUCCESS || code == FAILURE;
    }

    /// The code as it may be shown: two characters, or four hexadecimal digits if those are not printable.
    public String codeText() {
        int first = code >> 8;
        int second = code & 0xFF;
        return printable(first) && printable(second)
                ? "" + (char) first + (char) second
                : String.format("%04x", code);
    }

    private static boolean printable(int character) {
        return character > 0x20 && character < 0x7F;
    }
}
