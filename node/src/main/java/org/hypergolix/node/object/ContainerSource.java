package org.hypergolix.node.object;

import java.io.IOException;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.node.sync.RelayLink;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.relay.RelayRequest;
import org.jspecify.annotations.Nullable;

/// Fetches objects by address: here first, then from the relay that spoke of them, then from all. What a relay answers
/// counts only if it is of the kind and at the address that were asked for.
final class ContainerSource {
    private final ObjectStates states;
    private final RelayLinks links;

    ContainerSource(ObjectStates states, RelayLinks links) {
        this.states = states;
        this.links = links;
    }

    /// The object at a static address.
    ///
    /// @param first the relay to ask first, or null for all at once
    <T extends GolixObject> Optional<T> fetch(Ghid address, Class<T> kind, @Nullable RelayLink first)
            throws InterruptedException {
        Optional<T> stored = states.stored(address, kind);
        if (stored.isPresent()) {
            return stored;
        }
        if (first != null) {
            Optional<T> fetched = from(first, address, kind);
            if (fetched.isPresent() || links.all().size() == 1) {
                return fetched;
            }
        }
        return links.first(
                new RelayRequest.Get(address),
                reply -> reply.answer().flatMap(answer -> read(answer, address, kind)))
                .value();
    }

    /// What `answer` holds, if it is of `kind` and lies at `address`.
    static <T extends GolixObject> Optional<T> read(Answer answer, Ghid address, Class<T> kind) {
        return read(answer).filter(object -> object.ghid().equals(address)).filter(kind::isInstance).map(kind::cast);
    }

    /// The object that `answer` holds.
    static Optional<GolixObject> read(Answer answer) {
        return answer instanceof Answer.Success success ? decode(success.body()) : Optional.empty();
    }

    /// The object that `encoded` is.
    static Optional<GolixObject> decode(Bytes encoded) {
        try {
            return Optional.of(GolixCodec.decode(encoded));
        } catch (MalformedObjectException _) {
            return Optional.empty();
        }
    }

    private static <T extends GolixObject> Optional<T> from(RelayLink link, Ghid address, Class<T> kind)
            throws InterruptedException {
        try {
            return read(link.call(new RelayRequest.Get(address)), address, kind);
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
