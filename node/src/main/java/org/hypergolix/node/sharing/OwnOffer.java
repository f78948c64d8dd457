package org.hypergolix.node.sharing;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// An own offer that waits for its answer: space `offers`, key = request (65), sealed
/// `01 | object (65) | recipient (65) | u64 sent, milliseconds | token (16, zero: none)`. Answered ones that nobody was
/// told of yet lie in the spaces `answers` (accepted) and `declines`, in the same form.
record OwnOffer(Ghid address, Ghid recipient, long sentMillis, Optional<Bytes> token) {
    static final String SPACE = "offers";
    static final String ANSWERS = "answers";
    static final String DECLINES = "declines";

    private static final int TOKEN_LENGTH = 16;
    private static final Bytes NO_TOKEN = Bytes.owning(new byte[TOKEN_LENGTH]);
    private static final int LENGTH = 1 + 2 * Ghid.LENGTH + Long.BYTES + TOKEN_LENGTH;

    Bytes encode() {
        return Bytes.concat(
                Bytes.owning(new byte[]{1}),
                address.bytes(),
                recipient.bytes(),
                Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(sentMillis).array()),
                token.orElse(NO_TOKEN));
    }

    static Optional<OwnOffer> decode(Bytes value) {
        if (value.size() != LENGTH || value.at(0) != 1) {
            return Optional.empty();
        }
        try {
            Ghid address = Ghid.fromBytes(value.slice(1, Ghid.LENGTH));
            Ghid recipient = Ghid.fromBytes(value.slice(1 + Ghid.LENGTH, Ghid.LENGTH));
            int rest = 1 + 2 * Ghid.LENGTH;
            long sent = value.slice(rest, Long.BYTES).asByteBuffer().getLong();
            Bytes token = value.slice(rest + Long.BYTES).compact();
            return Optional.of(new OwnOffer(
                    address, recipient, sent, token.equals(NO_TOKEN) ? Optional.empty() : Optional.of(token)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
