package org.hypergolix.wire.relay;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;

/// What `+R` is about: an account proves to a relay that it wants to be known there.
///
/// The proof is a statement signed for [#PURPOSE]: `challenge (32) | fingerprint (65) | address of the relay, UTF-8`. The
/// challenge makes it worthless on any other connection; the address, as the account knows it, makes it worthless for
/// another relay that the asked one might pass it on to.
public final class Registration {
    /// What the statement is signed for.
    public static final String PURPOSE = "hypergolix relay registration 1";

    /// Bytes of a relay's challenge.
    public static final int CHALLENGE_LENGTH = 32;

    /// The most bytes of an address.
    static final int MOST_ADDRESS_BYTES = 1_024;

    private Registration() {}

    /// What a relay says to a registration.
    ///
    /// @param text for people; from outside, so escape it before it reaches a terminal
    public record Outcome(Status status, String text) {
        /// The answer that tells it: `AK | status (1) | text, UTF-8`.
        public Answer toAnswer() {
            byte[] words = text.getBytes(StandardCharsets.UTF_8);
            int length = Math.min(words.length, Answer.MAX_TEXT_LENGTH);
            return new Answer.Success(Bytes.owning(
                    ByteBuffer.allocate(1 + length).put((byte) status.number).put(words, 0, length).array()));
        }

        /// Reads the body of a success; empty if it is none.
        public static Optional<Outcome> of(Bytes body) {
            if (body.isEmpty()) {
                return Optional.empty();
            }
            Bytes text = body.slice(1, Math.min(body.size() - 1, Answer.MAX_TEXT_LENGTH));
            return Arrays.stream(Status.values()).filter(status -> status.number == body.at(0)).findFirst()
                    .map(status -> new Outcome(status, new String(text.toArray(), StandardCharsets.UTF_8)));
        }
    }

    /// How it ended.
    public enum Status {
        /// The relay takes everybody: nothing was written down.
        OPEN(0),
        /// The account is known there from now on.
        REGISTERED(1),
        /// Somebody has to agree first.
        PENDING(2);

        /// As told in an answer.
        private final int number;

        Status(int number) {
            this.number = number;
        }
    }

    /// What is signed.
    ///
    /// @param relay its address, as the account knows it
    public static Bytes statement(Bytes challenge, Ghid fingerprint, String relay) {
        return Bytes.concat(
                challenge, fingerprint.bytes(), Bytes.owning(relay.getBytes(StandardCharsets.UTF_8)));
    }

    /// `length (2) | identity | length (2) | address | signature`.
    static Bytes encode(RelayRequest.Register request) {
        byte[] address = request.relay().getBytes(StandardCharsets.UTF_8);
        return Bytes.concat(length(request.identity().size()), request.identity(), length(address.length),
                Bytes.owning(address), request.signature());
    }

    private static Bytes length(int number) {
        if (number >>> 16 != 0) {
            throw new IllegalArgumentException("A part of a registration has at most 65,535 bytes.");
        }
        return Bytes.owning(ByteBuffer.allocate(Short.BYTES).putShort((short) number).array());
    }

    static RelayRequest.Register decode(Bytes body) throws RefusedMessageException {
        ByteBuffer buffer = body.asByteBuffer();
        try {
            Bytes identity = part(buffer, buffer.getShort() & 0xFFFF);
            int addressLength = buffer.getShort() & 0xFFFF;
            if (addressLength <= MOST_ADDRESS_BYTES) {
                Bytes address = part(buffer, addressLength);
                return new RelayRequest.Register(identity,
                        new String(address.toArray(), StandardCharsets.UTF_8), part(buffer, buffer.remaining()));
            }
        } catch (BufferUnderflowException _) {
            // As below.
        }
        throw new RefusedMessageException(ErrorCode.VALUE, "This is no registration.");
    }

    private static Bytes part(ByteBuffer buffer, int length) {
        byte[] part = new byte[Math.min(length, buffer.remaining() + 1)];
        buffer.get(part);
        return Bytes.owning(part);
    }
}
