package org.hypergolix.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.loopback.LoopbackNetwork;
import io.telemeter.testkit.loopback.LoopbackRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.account.Accounts;
import org.hypergolix.node.account.TestAccounts;
import org.hypergolix.node.login.AccountPlace;
import org.hypergolix.node.roaming.Arriving;
import org.hypergolix.node.roaming.Roaming;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.memory.MemoryStore;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectState;
import org.hypergolix.wire.relay.ConnectionOptions;

/// One device of one account in a test: a node over a store that survives it, its own network, and one session.
final class Party implements AutoCloseable {
    static final Bytes API = Bytes.owning(new byte[64]);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CipherSuite suite;
    private final int number;
    private final List<URI> relays = new ArrayList<>();
    private final LoopbackNetwork network;
    private final LoopbackRelay[] reachable;
    private final CrashStore store;
    private final Duration requestTimeout;
    private final Optional<Roaming.Settings> roaming;
    private HomeNode node;
    private LocalNode.Session session;
    private BlockingQueue<LocalEvent> events = new LinkedBlockingQueue<>();
    private final List<LocalEvent> left = new ArrayList<>();

    private Party(
            CipherSuite suite,
            int number,
            ObjectStore store,
            Duration requestTimeout,
            Optional<Roaming.Settings> roaming,
            LoopbackRelay... relays) {
        this.roaming = roaming;
        this.suite = suite;
        this.number = number;
        this.store = new CrashStore(store);
        this.requestTimeout = requestTimeout;
        this.network = new LoopbackNetwork(relays);
        this.reachable = relays;
        for (LoopbackRelay relay : relays) {
            this.relays.add(relay.uri());
        }
        open();
    }

    static Party of(int number, LoopbackRelay... relays) {
        return of(CipherSuite.SUITE_3, number, relays);
    }

    static Party of(CipherSuite suite, int number, LoopbackRelay... relays) {
        return new Party(suite, number, new MemoryStore(), Duration.ofSeconds(5), Optional.empty(), relays);
    }

    static Party hasty(int number, LoopbackRelay... relays) {
        return new Party(CipherSuite.SUITE_3, number, new MemoryStore(), Duration.ofMillis(500), Optional.empty(),
                relays);
    }

    /// Of an account that lives on its relays.
    static Party roaming(CipherSuite suite, int number, LoopbackRelay... relays) {
        return roaming(suite, number, Duration.ofSeconds(5), relays);
    }

    static Party roaming(CipherSuite suite, int number, Duration requestTimeout, LoopbackRelay... relays) {
        return new Party(suite, number, new MemoryStore(), requestTimeout,
                Optional.of(new Roaming.Settings(Duration.ofMillis(20), Duration.ofSeconds(5))), relays);
    }

    /// Another machine of this account, whose home is empty: it logs in at the relays.
    ///
    /// @param home an empty directory
    Party logIn(Path home) {
        return logIn(home, reachable);
    }

    Party logIn(Path home, LoopbackRelay... known) {
        try {
            Path keyFile = TestAccounts.keyFile(home.resolve("copied.key"), number);
            ObjectStore fresh = new MemoryStore();
            List<URI> uris = new ArrayList<>();
            for (LoopbackRelay relay : known) {
                uris.add(relay.uri());
            }
            new Arriving(uris, new LoopbackNetwork(known), ConnectionOptions.defaults()).logIn(
                    new AccountPlace.Login(node.userId().orElseThrow(), Optional.empty(), Optional.of(keyFile)),
                    new LocalNode.Credential.KeyFile(), new Accounts(home, new SecureRandom()), fresh).close();
            return new Party(suite, number, fresh, requestTimeout, roaming, known);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /// Another device of the same account: a copy of this one's disk.
    Party copy() {
        return new Party(suite, number, store.copy(), requestTimeout, roaming, reachable);
    }

    private void open() {
        NodeSettings settings = new NodeSettings(
                relays,
                network,
                ConnectionOptions.defaults().withRequestTimeoutMillis((int) requestTimeout.toMillis()),
                1 << 20,
                requestTimeout,
                new SecureRandom(),
                new SplittableRandom(number),
                System::currentTimeMillis,
                millis -> Thread.sleep(Math.min(millis, 20)),
                roaming);
        node = HomeNode.start(TestAccounts.of(suite, number), store.open(), settings);
        events.drainTo(left);
        events = new LinkedBlockingQueue<>();
        session = node.open(events::add);
    }

    /// Ends the node in order and starts another one over the same store.
    void restart() {
        node.close();
        open();
    }

    /// Ends the node in order.
    void stop() {
        node.close();
    }

    void start() {
        open();
    }

    /// Ends the node like a power failure: what is not on disk is lost.
    void crash() {
        store.crash();
        node.close();
        open();
    }

    LoopbackNetwork network() {
        return network;
    }

    CrashStore store() {
        return store;
    }

    HomeNode node() {
        return node;
    }

    LocalNode.Session session() {
        return session;
    }

    Ghid fingerprint() {
        return session.call(new LocalRequest.WhoAmI());
    }

    <R> R call(LocalRequest<R> request) {
        return session.call(request);
    }

    Ghid create(String state) {
        return create(state, API);
    }

    Ghid create(String state, Bytes apiId) {
        return call(new LocalRequest.Create(bytes(state), apiId, false, true, 7)).address();
    }

    Ghid createStatic(String state) {
        return call(new LocalRequest.Create(bytes(state), API, false, false, 7)).address();
    }

    LocalRequest.Pushed push(Ghid address, String state) {
        return call(new LocalRequest.Update(address, bytes(state), false)).pushed();
    }

    String get(Ghid address) {
        return text(call(new LocalRequest.Get(address)));
    }

    void share(Ghid address, Party recipient) {
        call(new LocalRequest.Share(address, recipient.fingerprint()));
    }

    void register() {
        call(new LocalRequest.RegisterApi(API));
    }

    void awaitConnected() {
        await(() -> call(new LocalRequest.Relays()).stream().allMatch(relay -> relay.connected()));
    }

    void awaitDisconnected() {
        await(() -> call(new LocalRequest.Relays()).stream().noneMatch(relay -> relay.connected()));
    }

    void awaitEmptyOutbox() {
        await(() -> call(new LocalRequest.Relays()).stream().allMatch(relay -> relay.queued() == 0));
    }

    /// Waits for an event of one kind; others of different kinds are skipped.
    <E extends LocalEvent> E next(Class<E> kind) {
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                LocalEvent event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertThat(event).as("an event of kind " + kind.getSimpleName()).isNotNull();
                if (kind.isInstance(event)) {
                    return kind.cast(event);
                }
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /// Waits until the object's updates have come to `state`.
    void awaitState(Ghid address, String state) {
        while (true) {
            LocalEvent.Updated updated = next(LocalEvent.Updated.class);
            if (updated.object().address().equals(address) && text(updated.object()).equals(state)) {
                return;
            }
        }
    }

    List<LocalEvent> eventsSoFar() {
        List<LocalEvent> soFar = new ArrayList<>();
        events.drainTo(soFar);
        return soFar;
    }

    /// What sessions before the present one were told and nobody looked at.
    List<LocalEvent> eventsOfEarlierSessions() {
        List<LocalEvent> earlier = List.copyOf(left);
        left.clear();
        return earlier;
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            try {
                Thread.sleep(5);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    static Bytes bytes(String text) {
        return Bytes.owning(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }

    static String text(ObjectState object) {
        return text(object.state());
    }

    @Override
    public void close() {
        node.close();
    }
}
