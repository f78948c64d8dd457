package org.hypergolix.node.copying;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.hypergolix.wire.relay.RelayConnection;
import org.hypergolix.wire.relay.RelayConnector;
import org.hypergolix.wire.relay.RelayRequest;

/// One of the two relays of a copy. Safe for use by any thread.
final class Conversation implements AutoCloseable {
    private static final int MOST_BINDINGS = 64;
    private static final int MOST_REQUESTS = 4_096;
    private static final long QUIET_MILLIS = 1_500;
    private static final long MOST_QUIET_MILLIS = 20_000;

    private final RelayConnection connection;
    private final Map<Ghid, Request> requests;

    private Conversation(RelayConnection connection, Map<Ghid, Request> requests) {
        this.connection = connection;
        this.requests = requests;
    }

    /// @throws IOException if the relay cannot be reached; one line that names it
    static Conversation open(URI relay, RelayConnector connector) throws IOException, InterruptedException {
        Map<Ghid, Request> requests = new ConcurrentHashMap<>();
        RelayConnection connection =
                connector.open(relay, ConnectionOptions.defaults(), new RelayConnection.Listener() {
                    @Override
                    public Answer updated(Ghid subject, Bytes object) {
                        if (requests.size() < MOST_REQUESTS
                                && decode(object).orElse(null) instanceof Request request) {
                            requests.put(request.ghid(), request);
                        }
                        return new Answer.Success(Bytes.owning(new byte[]{1}));
                    }

                    @Override
                    public void closed(String reason) {
                        // Whoever asks next is told.
                    }
                });
        return new Conversation(connection, requests);
    }

    /// The object at an address, if the relay has one.
    Optional<GolixObject> get(Ghid address) throws IOException, InterruptedException {
        return connection.call(new RelayRequest.Get(address)) instanceof Answer.Success success
                ? decode(success.body())
                : Optional.empty();
    }

    /// The object of one kind at a static address.
    <T extends GolixObject> Optional<T> get(Ghid address, Class<T> kind) throws IOException, InterruptedException {
        return get(address).filter(object -> object.ghid().equals(address)).filter(kind::isInstance).map(kind::cast);
    }

    /// What binds an address.
    List<Ghid> bindings(Ghid target) throws IOException, InterruptedException {
        List<Ghid> addresses = new ArrayList<>();
        if (connection.call(new RelayRequest.ListBindings(target)) instanceof Answer.Success success) {
            Bytes body = success.body();
            for (int from = 0; from + Ghid.LENGTH <= body.size() && addresses.size() < MOST_BINDINGS;
                    from += Ghid.LENGTH) {
                if (body.at(from) == Ghid.ALGORITHM) {
                    addresses.add(Ghid.fromBytes(body.slice(from, Ghid.LENGTH)));
                }
            }
        }
        return addresses;
    }

    /// Stores objects, one behind the other.
    ///
    /// @return the first refusal, if there is one
    Optional<ErrorCode> publish(List<Bytes> objects) throws IOException, InterruptedException {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (Bytes object : objects) {
            answers.add(connection.send(new RelayRequest.Publish(object)));
        }
        Optional<ErrorCode> refusal = Optional.empty();
        for (CompletableFuture<Answer> answer : answers) {
            try {
                if (answer.get() instanceof Answer.Failure failure && refusal.isEmpty()) {
                    refusal = Optional.of(failure.code());
                }
            } catch (ExecutionException lost) {
                throw new IOException("the relay does not answer any more", lost.getCause());
            }
        }
        return refusal;
    }

    /// The requests that wait for `recipient`: the relay sends them to whoever subscribes, and nothing tells the last one.
    List<Request> waiting(Ghid recipient) throws IOException, InterruptedException {
        if (connection.call(new RelayRequest.Subscribe(recipient)) instanceof Answer.Failure) {
            return List.of();
        }
        int before = -1;
        for (long waited = 0; before != requests.size() && waited < MOST_QUIET_MILLIS; waited += QUIET_MILLIS) {
            before = requests.size();
            Thread.sleep(QUIET_MILLIS);
        }
        return requests.values().stream().filter(request -> request.recipient().equals(recipient)).toList();
    }

    static Optional<GolixObject> decode(Bytes encoded) {
        try {
            return Optional.of(GolixCodec.decode(encoded));
        } catch (MalformedObjectException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
