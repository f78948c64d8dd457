package org.hypergolix.node.sharing;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.identity.Secret;

/// An offer whose object cannot be fetched yet: space `arrivals`, key = request (65), sealed
/// `01 | author (65) | target (65) | u64 counter | u64 received, milliseconds | secret (SH)`.
record Arrival(Ghid author, Ghid target, long counter, long receivedMillis, Secret secret) {
    static final String SPACE = "arrivals";

    private static final int HEAD_LENGTH = 1 + 2 * Ghid.LENGTH + 2 * Long.BYTES;

    Bytes encode() {
        return Bytes.concat(
                Bytes.owning(new byte[]{1}),
                author.bytes(),
                target.bytes(),
                Bytes.owning(ByteBuffer.allocate(2 * Long.BYTES).putLong(counter).putLong(receivedMillis).array()),
                secret.encode());
    }

    static Optional<Arrival> decode(Bytes value) {
        if (value.size() < HEAD_LENGTH || value.at(0) != 1) {
            return Optional.empty();
        }
        try {
            ByteBuffer numbers = value.slice(1 + 2 * Ghid.LENGTH, 2 * Long.BYTES).asByteBuffer();
            return Optional.of(new Arrival(
                    Ghid.fromBytes(value.slice(1, Ghid.LENGTH)),
                    Ghid.fromBytes(value.slice(1 + Ghid.LENGTH, Ghid.LENGTH)),
                    numbers.getLong(),
                    numbers.getLong(),
                    Secret.decode(value.slice(HEAD_LENGTH).compact())));
        } catch (IllegalArgumentException | MalformedObjectException _) {
            return Optional.empty();
        }
    }
}
