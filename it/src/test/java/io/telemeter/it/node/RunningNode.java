package io.telemeter.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.RelayStatus;

/// A node in a home of its own, found as programs find it, with one session.
final class RunningNode implements AutoCloseable {
    static final Bytes API = Bytes.owning(new byte[64]);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LocalNode.Options options;
    private final LinkedBlockingQueue<LocalEvent> events = new LinkedBlockingQueue<>();
    private LocalNode node;
    private LocalNode.Session session;

    RunningNode(Path home, CipherSuite suite, URI... relays) {
        this.options = new LocalNode.Options(
                home,
                List.of(relays),
                new LocalNode.Credential.KeyFile(),
                suite,
                true,
                Duration.ofSeconds(10),
                1 << 20);
        this.node = ServiceLoader.load(LocalNode.Provider.class).findFirst().orElseThrow().start(options);
        this.session = node.open(events::add);
    }

    void restart() {
        node.close();
        events.clear();
        node = ServiceLoader.load(LocalNode.Provider.class).findFirst().orElseThrow().start(options);
        session = node.open(events::add);
    }

    <R> R call(LocalRequest<R> request) {
        return session.call(request);
    }

    Ghid fingerprint() {
        return call(new LocalRequest.WhoAmI());
    }

    Ghid create(String state) {
        return call(new LocalRequest.Create(bytes(state), API, false, true, 7)).address();
    }

    LocalRequest.Pushed push(Ghid address, String state) {
        return call(new LocalRequest.Update(address, bytes(state), false)).pushed();
    }

    String get(Ghid address) {
        return text(call(new LocalRequest.Get(address)).state());
    }

    void share(Ghid address, RunningNode recipient) {
        call(new LocalRequest.Share(address, recipient.fingerprint()));
    }

    void register() {
        call(new LocalRequest.RegisterApi(API));
    }

    void awaitConnected() {
        await(() -> call(new LocalRequest.Relays()).stream().allMatch(RelayStatus::connected));
    }

    void awaitDisconnected() {
        await(() -> call(new LocalRequest.Relays()).stream().noneMatch(RelayStatus::connected));
    }

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

    /// Whether an event of this kind came; takes all that came up to it.
    boolean heard(Class<? extends LocalEvent> kind) {
        for (LocalEvent event = events.poll(); event != null; event = events.poll()) {
            if (kind.isInstance(event)) {
                return true;
            }
        }
        return false;
    }

    /// The events of this kind that came; takes all.
    <E extends LocalEvent> List<E> soFar(Class<E> kind) {
        List<E> found = new ArrayList<>();
        for (LocalEvent event = events.poll(); event != null; event = events.poll()) {
            if (kind.isInstance(event)) {
                found.add(kind.cast(event));
            }
        }
        return found;
    }

    /// Whether the object can be read and has this state.
    boolean reads(Ghid address, String state) {
        try {
            return get(address).equals(state);
        } catch (LocalRefusal _) {
            return false;
        }
    }

    void awaitState(Ghid address, String state) {
        while (true) {
            LocalEvent.Updated updated = next(LocalEvent.Updated.class);
            if (updated.object().address().equals(address) && text(updated.object().state()).equals(state)) {
                return;
            }
        }
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            try {
                Thread.sleep(10);
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

    @Override
    public void close() {
        node.close();
    }
}
