package io.telemeter.testkit.original;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.Channel;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.MalformedMessageException;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.relay.RefusedMessageException;
import org.hypergolix.wire.relay.RelayCodec;
import org.hypergolix.wire.relay.RelayRequest;
import org.hypergolix.wire.relay.RelayUpdate;
import org.hypergolix.wire.websocket.HandshakeRequest;
import org.hypergolix.wire.websocket.WebSocketOptions;
import org.hypergolix.wire.websocket.WebSocketServer;
import org.jspecify.annotations.Nullable;

/// A relay of 2017 on loopback, as far as recordings of one show: it answers `01` to what it has already, throws a
/// superseded container away before the new one is there, tells of removals whoever made them, announces waiting requests
/// to everybody at every subscription to their recipient, and does one thing after the other.
///
/// It does not repeat two faults that a node never meets: it stored objects with bytes after their end, and frames with
/// counter 0 and an address of their own choosing.
///
/// Safe for use by any thread.
public final class OriginalRelay implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 64;
    private static final int NEVER_MILLIS = 3_600_000;
    private static final int MOST_ATTEMPTS = 200;
    private static final long RETRY_NANOS = 50_000_000;

    private final ExecutorService loop =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("original-relay").factory());
    private final Set<Client> clients = new LinkedHashSet<>();
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private OriginalStore store = new OriginalStore(this::announce);
    private volatile WebSocketServer server;
    private final int port;
    private int token;

    /// Something that it would not do.
    public record Refusal(RelayRequest request, ErrorCode code) {}

    private OriginalRelay() throws IOException {
        this.server = open(0);
        this.port = server.port();
    }

    /// Starts one on any port.
    public static OriginalRelay start() throws IOException {
        return new OriginalRelay();
    }

    private WebSocketServer open(int at) throws IOException {
        WebSocketOptions options = WebSocketOptions.defaults().withMaxMessageBytes(Message.MAX_LENGTH)
                .withLiveness(NEVER_MILLIS, NEVER_MILLIS, NEVER_MILLIS);
        return WebSocketServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), MOST_CONNECTIONS,
                options, new Everybody(), (channel, _) -> new Client(channel));
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public URI uri() {
        return URI.create("ws://127.0.0.1:" + port + "/");
    }

    /// What it refused so far, in order.
    public List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    /// Ends all connections and accepts none; what is stored stays.
    public void stop() {
        server.close();
    }

    /// Accepts connections again, at the same port.
    public void resume() {
        for (int attempt = 1;; attempt++) {
            try {
                server = open(port);
                return;
            } catch (IOException failure) {
                // The system may need a moment to let go of the port.
                if (attempt == MOST_ATTEMPTS) {
                    throw new UncheckedIOException(failure);
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /// Loses everything that it stored.
    public void forget() {
        loop.execute(() -> store = new OriginalStore(this::announce));
    }

    @Override
    public void close() {
        server.close();
        loop.shutdown();
    }

    /// It let in whoever came.
    private static final class Everybody implements WebSocketServer.Policy {
        @Override
        public Optional<String> refusal(InetSocketAddress peer, InetSocketAddress local) {
            return Optional.empty();
        }

        @Override
        public Optional<String> refusal(HandshakeRequest request) {
            return Optional.empty();
        }
    }

    /// On the loop, as is all that touches the store or the subscriptions.
    private void announce(Ghid subject, GolixObject object, @Nullable Object except) {
        for (Client client : clients) {
            if (!client.equals(except) && client.subscriptions.contains(subject)) {
                token = (token + 1) & 0xFFFF;
                client.send(RelayCodec.encode(new RelayUpdate(subject, object.encoded()), token));
            }
        }
    }

    private Answer answer(Client client, RelayRequest request) {
        return switch (request) {
            case RelayRequest.Ping _ -> Answer.DONE;
            case RelayRequest.Publish(Bytes object) -> store.publish(object, client);
            case RelayRequest.Get(Ghid address) -> store.find(address)
                    .<Answer>map(object -> new Answer.Success(object.encoded()))
                    .orElseGet(() -> new Answer.Failure(ErrorCode.DOES_NOT_EXIST, '"' + address.toString() + '"'));
            case RelayRequest.Exists(Ghid address) -> store.find(address).isPresent() ? Answer.DONE : Answer.NO;
            case RelayRequest.Subscribe(Ghid address) -> {
                client.subscriptions.add(address);
                store.requests(address).forEach(waiting -> announce(address, waiting, null));
                yield Answer.DONE;
            }
            case RelayRequest.Unsubscribe(Ghid address) ->
                client.subscriptions.remove(address) ? Answer.DONE : Answer.NO;
            case RelayRequest.ListSubscriptions _ -> list(List.copyOf(client.subscriptions));
            case RelayRequest.ListBindings(Ghid address) -> list(store.bindings(address));
            case RelayRequest.ListDebindings(Ghid address) -> list(store.debindings(address));
            case RelayRequest.RegistrationChallenge _,RelayRequest.Register _ ->
                new Answer.Failure(ErrorCode.COMMS, "unknown request");
            case RelayRequest.DropSubscriptions _ -> {
                client.subscriptions.clear();
                yield Answer.DONE;
            }
        };
    }

    private static Answer list(List<Ghid> addresses) {
        return new Answer.Success(RelayCodec.encodeAddresses(addresses));
    }

    /// One connection.
    private final class Client implements Channel.Receiver {
        private final Channel channel;
        private final Set<Ghid> subscriptions = new HashSet<>();

        Client(Channel channel) {
            this.channel = channel;
            run(() -> clients.add(this));
        }

        private void run(Runnable task) {
            try {
                loop.execute(task);
            } catch (RejectedExecutionException _) {
                // The relay is closed.
            }
        }

        @Override
        public void received(Bytes encoded) {
            run(() -> handle(encoded));
        }

        private void handle(Bytes encoded) {
            try {
                Message message = Message.decode(encoded);
                if (!message.isAnswer()) {
                    send(answer(message).toMessage(message.token()));
                }
            } catch (MalformedMessageException malformed) {
                channel.fail(String.valueOf(malformed.getMessage()));
            }
        }

        private Answer answer(Message message) {
            try {
                RelayRequest request = RelayCodec.decodeRequest(message);
                Answer answer = OriginalRelay.this.answer(this, request);
                if (answer instanceof Answer.Failure failure) {
                    refusals.add(new Refusal(request, failure.code()));
                }
                return answer;
            } catch (RefusedMessageException refused) {
                Bytes body = message.body();
                boolean unhashed = body.size() == Ghid.LENGTH && body.at(0) == 0;
                return unhashed ? new Answer.Failure(ErrorCode.DOES_NOT_EXIST, "unknown") : refused.answer();
            }
        }

        void send(Message message) {
            try {
                channel.send(message.encode());
            } catch (IOException _) {
                // The connection tells of its end by itself.
            }
        }

        @Override
        public void closed(String reason) {
            run(() -> clients.remove(this));
        }
    }
}
