package org.hypergolix.node.roaming;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.hypergolix.wire.relay.RelayConnection;
import org.hypergolix.wire.relay.RelayConnector;
import org.hypergolix.wire.relay.RelayRequest;

/// One relay, read by somebody without a node. For one thread.
final class RelayReader implements AutoCloseable {
    private final URI relay;
    private final RelayConnection connection;

    private RelayReader(URI relay, RelayConnection connection) {
        this.relay = relay;
        this.connection = connection;
    }

    /// @throws IOException if it cannot be reached; one line that names it
    static RelayReader open(URI relay, RelayConnector connector, ConnectionOptions options)
            throws IOException, InterruptedException {
        return new RelayReader(relay, connector.open(relay, options, new RelayConnection.Listener() {
            @Override
            public Answer updated(Ghid subject, Bytes object) {
                return new Answer.Failure(ErrorCode.VALUE, "Nothing was subscribed to.");
            }

            @Override
            public void closed(String reason) {
                // Whoever asks next is told.
            }
        }));
    }

    URI relay() {
        return relay;
    }

    /// The object of one kind at an address; nothing if the relay has none. Its address is not checked.
    ///
    /// @throws IOException if the relay does not answer
    <T extends GolixObject> Optional<T> get(Ghid address, Class<T> kind) throws IOException, InterruptedException {
        return switch (connection.call(new RelayRequest.Get(address))) {
            case Answer.Success success -> decode(success.body()).filter(kind::isInstance).map(kind::cast);
            case Answer.Failure _ -> Optional.empty();
        };
    }

    private static Optional<GolixObject> decode(Bytes body) {
        try {
            return Optional.of(GolixCodec.decode(body));
        } catch (MalformedObjectException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
