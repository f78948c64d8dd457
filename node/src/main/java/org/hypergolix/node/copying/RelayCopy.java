package org.hypergolix.node.copying;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.node.Commits;
import org.hypergolix.node.HomeOwner;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.StoredObject;
import org.hypergolix.store.sqlite.SqliteStore;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.relay.RelayConnector;

/// Copies everything of an account from one relay to another, so that the account can move: its identity, the objects it
/// keeps itself in, its own objects and those of others that it has keys of, its deletions, and requests that wait.
///
/// Needs no password, as it reads and writes only what relays may see. Of each object the newest state counts, from this
/// home or the first relay. Doing it again copies what is missing. Several objects are copied at once.
public final class RelayCopy {
    private static final int AT_ONCE = 8;
    private static final int PAGE = 256;

    private final StoreView store;
    private final Conversation from;
    private final Conversation to;
    private final Set<Ghid> identities = ConcurrentHashMap.newKeySet();
    private final AtomicInteger dynamicObjects = new AtomicInteger();
    private final AtomicInteger staticObjects = new AtomicInteger();
    private final AtomicInteger deletions = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger newerThere = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    RelayCopy(StoreView store, Conversation from, Conversation to) {
        this.store = store;
        this.from = from;
        this.to = to;
    }

    /// Copies the account of `home`, in which no node may run.
    ///
    /// @param from `ws://host:port/` or `wss://`
    /// @param to the same
    /// @throws IOException if it cannot begin, or a relay is lost on the way; one line that says what to do
    public static CopyReport copy(Path home, URI from, URI to) throws IOException, InterruptedException {
        if (from.equals(to)) {
            throw new IOException("Both relays are " + from + "; name two.");
        }
        Path file = home.resolve("node.db");
        if (!Files.exists(file)) {
            throw new IOException("There is no account in " + home + ".");
        }
        try (ObjectStore store = SqliteStore.open(file, SqliteStore.Options.SMALL);
                Conversation source = Conversation.open(from, RelayConnector.overWebSocket());
                Conversation target = Conversation.open(to, RelayConnector.overWebSocket())) {
            return new RelayCopy(store, source, target).run();
        } catch (StoreException failure) {
            throw switch (failure.reason()) {
                case LOCKED -> new IOException(
                        "A node runs in " + home + "; stop it first: hypergolix stop app", failure);
                case FULL, DAMAGED, CLOSED, FAILED -> new IOException(failure.getMessage(), failure);
            };
        }
    }

    CopyReport run() throws IOException, InterruptedException {
        Ghid fingerprint = HomeOwner.find(store).orElseThrow(() -> new IOException(
                "This home was last used by an older program; start and stop its node once: hypergolix start app"));
        if (!identity(fingerprint)) {
            throw new IOException("The second relay does not take the account; its operator knows why.");
        }
        List<Work> work = new ArrayList<>();
        for (StoreView.Entry gone : all("gone")) {
            work.add(() -> deletion(gone.value()));
        }
        Set<Ghid> addresses = new TreeSet<>();
        for (String space : List.of("keys", "staged", "objects")) {
            all(space).forEach(entry -> addresses.add(Ghid.fromBytes(entry.key())));
        }
        for (StoreView.Entry bound : all("bound")) {
            addresses.add(Ghid.fromBytes(bound.value()));
        }
        // Deletions first: what is deleted must not live again there.
        each(work);
        work.clear();
        addresses.forEach(address -> work.add(() -> object(address)));
        for (StoreView.Entry bound : all("bound")) {
            work.add(() -> hold(Ghid.fromBytes(bound.key()), Ghid.fromBytes(bound.value())));
        }
        for (StoreView.Entry offer : all("offers")) {
            work.add(() -> offer(Ghid.fromBytes(offer.key())));
        }
        for (Request waiting : from.waiting(fingerprint)) {
            work.add(() -> request(waiting));
        }
        each(work);
        return new CopyReport(dynamicObjects.get(), staticObjects.get(), deletions.get(), requests.get(),
                newerThere.get(), failures.stream().sorted().toList());
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void each(List<Work> work) throws IOException, InterruptedException {
        Semaphore places = new Semaphore(AT_ONCE);
        Queue<IOException> lost = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (Work item : work) {
            places.acquire();
            if (!lost.isEmpty()) {
                break;
            }
            threads.removeIf(thread -> !thread.isAlive());
            threads.add(Thread.ofVirtual().name("relay-copy").start(() -> {
                try {
                    item.run();
                } catch (IOException failure) {
                    lost.add(failure);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                } finally {
                    places.release();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!lost.isEmpty()) {
            throw new IOException("The copy is not complete, begin again: " + lost.element().getMessage(),
                    lost.element());
        }
    }

    private List<StoreView.Entry> all(String space) {
        List<StoreView.Entry> entries = new ArrayList<>();
        Bytes next = Bytes.EMPTY;
        List<StoreView.Entry> page;
        do {
            page = store.records(space, next, PAGE);
            entries.addAll(page);
            if (!page.isEmpty()) {
                next = Bytes.concat(page.getLast().key(), Bytes.owning(new byte[1]));
            }
        } while (page.size() == PAGE);
        return entries;
    }

    private <T extends GolixObject> Optional<T> stored(Ghid address, Class<T> kind) {
        return Commits.readable(() -> store.find(address).map(StoredObject::decode)
                .filter(kind::isInstance).map(kind::cast));
    }

    /// Here, or at the first relay.
    private <T extends GolixObject> Optional<T> find(Ghid address, Class<T> kind)
            throws IOException, InterruptedException {
        Optional<T> stored = stored(address, kind);
        return stored.isPresent() ? stored : from.get(address, kind);
    }

    /// @return whether the second relay has it
    private boolean identity(Ghid fingerprint) throws IOException, InterruptedException {
        if (identities.contains(fingerprint)) {
            return true;
        }
        Optional<Identity> identity = find(fingerprint, Identity.class);
        boolean taken = identity.isPresent() && to.publish(List.of(identity.get().encoded())).isEmpty();
        if (taken) {
            identities.add(fingerprint);
        }
        return taken;
    }

    private void deletion(Bytes encoded) throws IOException, InterruptedException {
        if (Conversation.decode(encoded).orElse(null) instanceof Debinding debinding) {
            Optional<ErrorCode> refusal = to.publish(List.of(encoded));
            if (refusal.isEmpty()) {
                deletions.incrementAndGet();
            } else {
                failed(debinding.target(), "its deletion is refused: " + refusal.get());
            }
        }
    }

    private void object(Ghid address) throws IOException, InterruptedException {
        Optional<DynamicState> known = store.dynamic(address);
        boolean dead = known.isPresent() && !known.get().live();
        if (dead || store.record("gone", address.bytes()).isPresent()) {
            return;
        }
        Optional<Container> container = stored(address, Container.class);
        if (container.isPresent()) {
            fixed(container.get());
            return;
        }
        Optional<GolixObject> shown = from.get(address);
        Optional<Frame> there = shown.filter(Frame.class::isInstance).map(Frame.class::cast)
                .filter(frame -> frame.dynamic().equals(address));
        Optional<Frame> here = known.flatMap(state -> stored(state.frame(), Frame.class));
        if (here.isPresent() || there.isPresent()) {
            dynamic(address, here, there);
        } else if (shown.orElse(null) instanceof Container other && other.ghid().equals(address)) {
            fixed(other);
        } else {
            failed(address, "neither this home nor the first relay has it");
        }
    }

    private void dynamic(Ghid address, Optional<Frame> here, Optional<Frame> there)
            throws IOException, InterruptedException {
        boolean behind = here.isPresent() && there.isPresent()
                && Long.compareUnsigned(there.get().counter(), here.get().counter()) < 0;
        Optional<String> problem = Optional.empty();
        for (Optional<Frame> frame : behind ? List.of(here) : List.of(there, here)) {
            if (frame.isPresent()) {
                problem = state(frame.get());
                if (problem.isEmpty()) {
                    dynamicObjects.incrementAndGet();
                    return;
                }
            }
        }
        failed(address, problem.orElse("nothing of it is left"));
    }

    /// @return why not
    private Optional<String> state(Frame frame) throws IOException, InterruptedException {
        Optional<Container> container = find(frame.target(), Container.class);
        if (container.isEmpty()) {
            return Optional.of("its content is neither here nor at the first relay");
        }
        if (!identity(frame.author()) || !identity(container.get().author())) {
            return Optional.of("its owner's identity is missing");
        }
        Optional<ErrorCode> refusal = to.publish(List.of(frame.encoded(), container.get().encoded()));
        if (refusal.isPresent() && refusal.get() == ErrorCode.ILLEGAL_DYNAMIC_FRAME
                && to.get(frame.dynamic()).orElse(null) instanceof Frame newer
                && newer.author().equals(frame.author())
                && Long.compareUnsigned(newer.counter(), frame.counter()) >= 0) {
            newerThere.incrementAndGet();
            return Optional.empty();
        }
        return refusal.map(code -> "the second relay refuses it: " + code);
    }

    /// An own binding on a dynamic object.
    private void hold(Ghid address, Ghid target) throws IOException, InterruptedException {
        Optional<StaticBinding> binding = store.dynamic(target).isPresent()
                ? stored(address, StaticBinding.class)
                : Optional.empty();
        if (binding.isPresent()) {
            to.publish(List.of(binding.get().encoded()))
                    .ifPresent(code -> failed(address, "the second relay refuses it: " + code));
        }
    }

    private void fixed(Container container) throws IOException, InterruptedException {
        Ghid address = container.ghid();
        if (!identity(container.author())) {
            failed(address, "its author's identity is missing");
            return;
        }
        List<Ghid> addresses = new ArrayList<>(from.bindings(address));
        store.bindings(address, PAGE).forEach(binding -> addresses.add(binding.holder()));
        Optional<String> problem = Optional.of("nothing that keeps it is here or at the first relay");
        boolean kept = false;
        for (Ghid holder : new TreeSet<>(addresses)) {
            Optional<StaticBinding> binding = find(holder, StaticBinding.class)
                    .filter(found -> found.target().equals(address));
            if (binding.isPresent() && identity(binding.get().author())) {
                Optional<ErrorCode> refusal = to.publish(List.of(binding.get().encoded()));
                kept |= refusal.isEmpty();
                problem = refusal.map(code -> "the second relay refuses it: " + code);
            }
        }
        if (kept) {
            problem = to.publish(List.of(container.encoded()))
                    .map(code -> "the second relay refuses it: " + code);
        }
        if (problem.isEmpty()) {
            staticObjects.incrementAndGet();
        } else {
            failed(address, problem.get());
        }
    }

    /// An own offer that nobody has answered: after the answer the relay has it no more.
    private void offer(Ghid address) throws IOException, InterruptedException {
        Optional<Request> request = from.get(address, Request.class);
        if (request.isPresent()) {
            request(request.get());
        }
    }

    private void request(Request request) throws IOException, InterruptedException {
        if (!identity(request.recipient())) {
            failed(request.ghid(), "the recipient of the request is unknown");
            return;
        }
        Optional<ErrorCode> refusal = to.publish(List.of(request.encoded()));
        if (refusal.isEmpty()) {
            requests.incrementAndGet();
        } else if (refusal.get() != ErrorCode.ALREADY_DEBOUND) {
            failed(request.ghid(), "the second relay refuses the request: " + refusal.get());
        }
    }

    private void failed(Ghid address, String reason) {
        failures.add(address.text() + ": " + reason);
    }
}
