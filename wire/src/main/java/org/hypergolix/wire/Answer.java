package org.hypergolix.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.hypergolix.golix.Bytes;

/// The answer to a request of either conversation.
public sealed interface Answer {

    /// `AK 01`: done, nothing more to say.
    Success DONE = new Success(Bytes.ofHex("01"));

    /// `AK 00`: there was nothing to do, or the answer is no.
    Success NO = new Success(Bytes.ofHex("00"));

    /// The most bytes of a failure's text; more is cut off when sent and when read.
    int MAX_TEXT_LENGTH = 1_000;

    /// Reads an answer.
    ///
    /// @throws IllegalArgumentException if `message` is a request
    static Answer from(Message message) {
        Bytes body = message.body();
        if (message.code() == Message.SUCCESS) {
            return new Success(body);
        }
        if (message.code() != Message.FAILURE) {
            throw new IllegalArgumentException("A message with code " + message.codeText() + " is no answer.");
        }
        if (body.size() < 2) {
            return new Failure(ErrorCode.EXCEPTION, "");
        }
        ErrorCode code = ErrorCode.of((body.at(0) & 0xFF) << 8 | (body.at(1) & 0xFF));
        Bytes text = body.slice(2, Math.min(body.size() - 2, MAX_TEXT_LENGTH));
        return new Failure(code, new String(text.toArray(), StandardCharsets.UTF_8));
    }

    /// The message that carries this answer.
    ///
    /// @param token of the request
    Message toMessage(int token);

    /// `AK`.
    record Success(Bytes body) implements Answer {
        @Override
        public Message toMessage(int token) {
            return new Message(Message.SUCCESS, token, body);
        }
    }

    /// `NK`: the error code in two bytes, then the text in UTF-8.
    ///
    /// @param text for people only; from outside, so escape it before it reaches a terminal
    record Failure(ErrorCode code, String text) implements Answer {
        @Override
        public Message toMessage(int token) {
            byte[] encodedText = text.getBytes(StandardCharsets.UTF_8);
            int textLength = Math.min(encodedText.length, MAX_TEXT_LENGTH);
            byte[] body = new byte[2 + textLength];
            ByteBuffer.wrap(body).putShort((short) code.code()).put(encodedText, 0, textLength);
            return new Message(Message.FAILURE, token, Bytes.owning(body));
        }
    }
}
