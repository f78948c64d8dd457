package io.telemeter.testkit.loopback;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.store.Binding;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.StoredObject;
import org.hypergolix.store.admission.Event;
import org.hypergolix.store.admission.Refusal;
import org.hypergolix.store.ledger.Ledger;
import org.hypergolix.store.memory.MemoryStore;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.relay.ConnectionOptions;
import org.hypergolix.wire.relay.RelayConnection;
import org.hypergolix.wire.relay.RelayRequest;
import org.jspecify.annotations.Nullable;

/// A relay in memory with the rules of a real one and the manners that a test gives it. Safe for use by any thread.
public final class LoopbackRelay implements AutoCloseable {
    private static final int MOST_LISTED = 1_000;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final URI uri = URI.create("ws://loopback-" + NUMBERS.incrementAndGet() + ":7770/");
    private final List<LoopbackConnection> connections = new CopyOnWriteArrayList<>();
    private final List<GolixObject> accepted = new CopyOnWriteArrayList<>();
    private final List<RelayRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Ledger ledger = newLedger();
    private volatile Lie lie = Lie.NONE;
    private volatile boolean down;
    private volatile boolean announcing = true;

    /// Where nodes find it.
    public URI uri() {
        return uri;
    }

    /// How it answers from now on.
    public void lie(Lie manner) {
        lie = manner;
    }

    /// Whether it tells subscribers of anything.
    public void announcing(boolean value) {
        announcing = value;
    }

    /// Ends all connections and accepts none.
    public void stop() {
        down = true;
        connections.forEach(connection -> connection.lose("the relay stopped"));
    }

    /// Accepts connections again.
    public void start() {
        down = false;
    }

    /// Loses everything that was stored. Connections end.
    public void forget() {
        restore(0);
    }

    /// How many objects were accepted so far: a point to come back to.
    public int mark() {
        return accepted.size();
    }

    /// Goes back to an earlier point, like a relay restored from a backup. Connections end.
    public void restore(int mark) {
        boolean before = down;
        stop();
        ledger.close();
        List<GolixObject> kept = List.copyOf(accepted.subList(0, mark));
        accepted.clear();
        ledger = newLedger();
        kept.forEach(object -> publish(object, null));
        down = before;
    }

    /// Sends `object` to every connection as an announcement at `subject`, asked for or not.
    public void announce(Ghid subject, Bytes object) {
        connections.forEach(connection -> connection.announce(subject, object));
    }

    /// Stores an object as if some stranger had published it.
    public Answer publish(Bytes encoded) {
        return publish(encoded, null);
    }

    /// What is stored.
    public StoreView view() {
        return ledger.view();
    }

    /// Everything that was accepted, in order.
    public List<GolixObject> accepted() {
        return List.copyOf(accepted);
    }

    /// Every request so far.
    public List<RelayRequest> requests() {
        return List.copyOf(requests);
    }

    /// How many nodes are connected.
    public int connectionCount() {
        return connections.size();
    }

    @Override
    public void close() {
        stop();
        ledger.close();
    }

    RelayConnection accept(Object owner, ConnectionOptions options, RelayConnection.Listener listener)
            throws IOException {
        if (down) {
            throw new IOException("The relay " + uri + " does not answer.");
        }
        LoopbackConnection connection = new LoopbackConnection(this, owner, options, listener);
        connections.add(connection);
        connection.start();
        if (down) {
            connection.lose("the relay stopped");
        }
        return connection;
    }

    void disconnect(Object owner) {
        connections.stream()
                .filter(connection -> connection.owner().equals(owner))
                .forEach(connection -> connection.lose("the network was cut"));
    }

    void remove(LoopbackConnection connection) {
        connections.remove(connection);
    }

    Optional<Answer> answer(LoopbackConnection connection, RelayRequest request) {
        requests.add(request);
        return lie.answer(request, () -> honest(connection, request));
    }

    /// What an honest relay does and says.
    private Answer honest(LoopbackConnection connection, RelayRequest request) {
        StoreView view = ledger.view();
        return switch (request) {
            case RelayRequest.Ping _ -> yes(true);
            case RelayRequest.Publish publish -> publish(publish.object(), connection);
            case RelayRequest.Get get -> find(view, get.address())
                    .<Answer>map(object -> new Answer.Success(object.encoded()))
                    .orElseGet(() -> new Answer.Failure(ErrorCode.DOES_NOT_EXIST, "unknown address"));
            case RelayRequest.Subscribe subscribe -> {
                connection.subscribe(subscribe.address());
                yield yes(true);
            }
            case RelayRequest.Unsubscribe unsubscribe -> yes(connection.unsubscribe(unsubscribe.address()));
            case RelayRequest.ListSubscriptions _ -> list(connection.subscriptions());
            case RelayRequest.ListBindings list -> list(view.bindings(list.address(), MOST_LISTED).stream()
                    .map(Binding::holder)
                    .toList());
            case RelayRequest.ListDebindings list -> list(view.debindings(list.address(), MOST_LISTED));
            case RelayRequest.Exists exists -> yes(find(view, exists.address()).isPresent());
            case RelayRequest.RegistrationChallenge _,RelayRequest.Register _ -> new Answer.Failure(
                    ErrorCode.COMMS, "a relay of 2017 does not know this");
            case RelayRequest.DropSubscriptions _ -> {
                connection.dropSubscriptions();
                yield yes(true);
            }
        };
    }

    /// Tells a new subscriber of the requests that wait for him.
    void subscribed(LoopbackConnection connection, Ghid address) {
        for (Ghid request : ledger.view().requests(address, MOST_LISTED)) {
            ledger.view().find(request).ifPresent(object -> connection.announce(address, object.encoded()));
        }
    }

    private Answer publish(Bytes encoded, @Nullable LoopbackConnection origin) {
        try {
            return publish(GolixCodec.decode(encoded), origin);
        } catch (MalformedObjectException malformed) {
            return new Answer.Failure(ErrorCode.MALFORMED, String.valueOf(malformed.getMessage()));
        }
    }

    private Answer publish(GolixObject object, @Nullable LoopbackConnection origin) {
        try {
            Ledger.Outcome outcome = ledger.submit(
                    new Ledger.Submission(List.of(object), Ledger.Companion.NONE, origin))
                    .get();
            return switch (outcome) {
                case Ledger.Outcome.Stored stored -> {
                    if (stored.fresh()) {
                        accepted.add(object);
                    }
                    yield yes(true);
                }
                case Ledger.Outcome.Refused refused -> new Answer.Failure(
                        code(refused.verdict().refusal()), refused.verdict().message());
            };
        } catch (ExecutionException failed) {
            return new Answer.Failure(ErrorCode.EXCEPTION, "the store failed");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Failure(ErrorCode.EXCEPTION, "interrupted");
        }
    }

    private static ErrorCode code(Refusal refusal) {
        return switch (refusal) {
            case MALFORMED -> ErrorCode.MALFORMED;
            case BAD_SIGNATURE -> ErrorCode.VERIFICATION_FAILURE;
            case INVALID_IDENTITY -> ErrorCode.INVALID_IDENTITY;
            case UNBOUND_CONTAINER -> ErrorCode.UNBOUND_CONTAINER;
            case ALREADY_DEBOUND -> ErrorCode.ALREADY_DEBOUND;
            case INVALID_TARGET -> ErrorCode.INVALID_TARGET;
            case INCONSISTENT_AUTHOR -> ErrorCode.INCONSISTENT_AUTHOR;
            case ILLEGAL_FRAME -> ErrorCode.ILLEGAL_DYNAMIC_FRAME;
        };
    }

    private static Optional<StoredObject> find(StoreView view, Ghid address) {
        return view.find(address)
                .or(() -> view.dynamic(address).filter(DynamicState::live).flatMap(state -> view.find(state.frame())));
    }

    private static Answer yes(boolean value) {
        return new Answer.Success(Bytes.owning(new byte[]{(byte) (value ? 1 : 0)}));
    }

    private static Answer list(List<Ghid> addresses) {
        List<Bytes> parts = new ArrayList<>();
        addresses.forEach(address -> parts.add(address.bytes()));
        return new Answer.Success(Bytes.concat(parts.toArray(Bytes[]::new)));
    }

    private Ledger newLedger() {
        return new Ledger(
                new MemoryStore(),
                new Ledger.Options(1_024, 64L * 1024 * 1024, System::currentTimeMillis),
                this::committed);
    }

    private void committed(@Nullable Object origin, List<Event> events) {
        if (!announcing) {
            return;
        }
        for (Event event : events) {
            Bytes object = switch (event) {
                case Event.FrameReady ready -> ready.frame().encoded();
                case Event.RequestArrived arrived -> arrived.request().encoded();
                case Event.Collected collected -> collected.cause().encoded();
            };
            for (LoopbackConnection connection : connections) {
                boolean own = connection.equals(origin) && !(event instanceof Event.Collected);
                if (!own && connection.subscribed(event.subject())) {
                    connection.announce(event.subject(), object);
                }
            }
        }
    }
}
