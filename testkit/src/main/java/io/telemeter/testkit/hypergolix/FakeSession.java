package io.telemeter.testkit.hypergolix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRefusal.Reason;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectEntry;
import org.hypergolix.wire.local.ObjectState;

/// One application's conversation: decides every request as a node does. Guarded by the world.
final class FakeSession implements LocalNode.Session {
    private final FakeDevice device;
    private final FakeNode node;
    private final BlockingQueue<Optional<LocalEvent>> events = new LinkedBlockingQueue<>();
    private final Set<Ghid> tracked = new HashSet<>();
    private final Set<Bytes> apiIds = new HashSet<>();
    private Optional<Bytes> token = Optional.empty();
    private boolean open = true;

    FakeSession(FakeDevice device, FakeNode node, Consumer<LocalEvent> listener) {
        this.device = device;
        this.node = node;
        Thread.ofVirtual().name("fake-events").start(() -> {
            try {
                for (Optional<LocalEvent> event = events.take(); event.isPresent(); event = events.take()) {
                    listener.accept(event.get());
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    static LocalRefusal closed() {
        return new LocalRefusal(ErrorCode.EXCEPTION, Reason.CLOSED, "The node is stopped.");
    }

    boolean tracks(Ghid address) {
        return tracked.contains(address);
    }

    boolean wants(Bytes apiId) {
        return apiIds.contains(apiId);
    }

    private boolean hasToken(Bytes candidate) {
        return token.filter(candidate::equals).isPresent();
    }

    void deliver(LocalEvent event) {
        events.add(Optional.of(event));
    }

    @Override
    public <R> R call(LocalRequest<R> request) {
        device.awaitTurn();
        synchronized (device.world) {
            if (!open || device.node != node) {
                throw closed();
            }
            Deque<LocalRefusal> refusals = device.refusals.get(request.getClass());
            if (refusals != null && !refusals.isEmpty()) {
                throw refusals.remove();
            }
            @SuppressWarnings("unchecked") // each case answers with the type of its request
            R answer = (R) answer(request);
            return answer;
        }
    }

    @Override
    public void close() {
        synchronized (device.world) {
            open = false;
            node.sessions.remove(this);
            tracked.clear();
            apiIds.clear();
        }
        events.add(Optional.empty());
    }

    private Object answer(LocalRequest<?> request) {
        return switch (request) {
            case LocalRequest.WhoAmI() -> device.fingerprint();
            case LocalRequest.RegisterToken(Optional<Bytes> wanted) -> registerToken(wanted);
            case LocalRequest.StartupObject() -> Optional.ofNullable(device.account.startup.get(requireToken()));
            case LocalRequest.RegisterStartup(Ghid address) -> registerStartup(address);
            case LocalRequest.DeregisterStartup() -> deregisterStartup();
            case LocalRequest.RegisterApi(Bytes apiId) -> registerApi(apiId);
            case LocalRequest.DeregisterApi(Bytes apiId) -> {
                apiIds.remove(apiId);
                yield LocalRequest.Done.DONE;
            }
            case LocalRequest.ShareHandled(Ghid address, Ghid origin, Bytes apiId) -> {
                device.unhandledShares.removeIf(share -> share.address().equals(address)
                        && share.origin().equals(origin) && share.apiId().equals(apiId));
                yield LocalRequest.Done.DONE;
            }
            case LocalRequest.Create create -> create(create);
            case LocalRequest.Get(Ghid address) -> get(address);
            case LocalRequest.Update(Ghid address, Bytes state, boolean _) -> update(address, state);
            case LocalRequest.Sync(Ghid address) -> sync(address);
            case LocalRequest.Share(Ghid address, Ghid recipient) -> share(address, recipient);
            case LocalRequest.Freeze(Ghid address) -> freeze(address);
            case LocalRequest.Hold(Ghid address) -> hold(address);
            case LocalRequest.Discard(Ghid address) -> {
                tracked.remove(address);
                yield LocalRequest.Done.DONE;
            }
            case LocalRequest.Delete(Ghid address) -> delete(address);
            case LocalRequest.Relays() -> List.of(device.relayStatus());
            case LocalRequest.ListObjects(Optional<Ghid> after) -> list(after);
        };
    }

    /// Pages of one object, so that whoever asks has to ask again.
    private LocalRequest.ObjectPage list(Optional<Ghid> after) {
        List<FakeDevice.Copy> rest = device.store.values().stream()
                .filter(copy -> !copy.deleted && !isHidden(copy))
                .filter(copy -> after.isEmpty() || order(copy.address).compareTo(order(after.get())) > 0)
                .sorted(Comparator.comparing(copy -> order(copy.address)))
                .toList();
        if (rest.isEmpty()) {
            return new LocalRequest.ObjectPage(List.of(), Optional.empty());
        }
        ObjectState state = rest.getFirst().view();
        return new LocalRequest.ObjectPage(List.of(new ObjectEntry(state.address(), state.binder(), state.apiId(),
                state.dynamic(), state.isPrivate(), tracked.contains(state.address()), state.stale(),
                state.state().size(), device.queued() > 0 ? 1 : 0)), Optional.of(state.address()));
    }

    private static String order(Ghid address) {
        return address.bytes().hex();
    }

    private Bytes registerToken(Optional<Bytes> wanted) {
        if (token.isPresent()) {
            throw refusal(Reason.TOKEN_IN_USE, "This session has a token already.");
        }
        Bytes registered = wanted.orElseGet(() -> device.world.randomBytes(16));
        if (wanted.isPresent() && !device.account.tokens.contains(registered)) {
            throw refusal(Reason.UNKNOWN_TOKEN, "This account has no such token.");
        }
        if (node.sessions.stream().anyMatch(session -> session.hasToken(registered))) {
            throw refusal(Reason.TOKEN_IN_USE, "Another application uses this token now.");
        }
        device.account.tokens.add(registered);
        token = Optional.of(registered);
        return registered;
    }

    private Bytes requireToken() {
        return token.orElseThrow(() -> refusal(Reason.UNKNOWN_TOKEN, "This needs a token: register one first."));
    }

    private LocalRequest.Done registerStartup(Ghid address) {
        if (device.account.startup.putIfAbsent(requireToken(), address) != null) {
            throw refusal(Reason.TOKEN_IN_USE, "The token has a startup object already: remove that first.");
        }
        return LocalRequest.Done.DONE;
    }

    private LocalRequest.Done deregisterStartup() {
        if (device.account.startup.remove(requireToken()) == null) {
            throw refusal(ErrorCode.GENERIC, "The token has no startup object.");
        }
        return LocalRequest.Done.DONE;
    }

    private LocalRequest.Done registerApi(Bytes apiId) {
        if (apiIds.add(apiId)) {
            device.unhandledShares.stream().filter(share -> share.apiId().equals(apiId)).forEach(this::deliver);
        }
        return LocalRequest.Done.DONE;
    }

    private LocalRequest.Created create(LocalRequest.Create request) {
        Bytes owner = request.isPrivate() ? requireToken() : Bytes.EMPTY;
        checkRoom(request.state());
        Ghid address = device.world.randomGhid();
        FakeDevice.Copy copy = device.new Copy(address, request.apiId(), request.dynamic(), request.isPrivate(),
                request.state(), device.fingerprint());
        if (request.isPrivate()) {
            device.account.privateOwners.put(address, owner);
        }
        LocalRequest.Pushed pushed = publishNew(copy);
        tracked.add(address);
        if (!request.isPrivate()) {
            device.tell(session -> session != this && session.wants(request.apiId()), new LocalEvent.Shared(
                    address, device.fingerprint(), device.fingerprint(), request.apiId()));
        }
        return new LocalRequest.Created(address, pushed, copy.revision);
    }

    private LocalRequest.Pushed publishNew(FakeDevice.Copy copy) {
        device.store.put(copy.address, copy);
        FakeRelay.Published published = new FakeRelay.Published(copy);
        published.bindings.add(device.fingerprint());
        return device.send(() -> device.world.relay().objects.putIfAbsent(copy.address, published));
    }

    private void checkRoom(Bytes state) {
        if (state.size() > device.maxMessageBytes) {
            throw new LocalRefusal(ErrorCode.EXCEPTION, Reason.TOO_LARGE,
                    "The state has " + state.size() + " bytes; a message may have " + device.maxMessageBytes + ".");
        }
        if (device.diskFull) {
            throw new LocalRefusal(ErrorCode.QUOTA_EXCEEDED, Reason.STORE_FULL, "The disk is full.");
        }
    }

    private ObjectState get(Ghid address) {
        FakeDevice.Copy copy = load(address);
        boolean first = tracked.add(address);
        if (first) {
            // Nodes repeat the state to whoever loads an object; applications must bear it.
            deliver(new LocalEvent.Updated(copy.view()));
        }
        return copy.view();
    }

    /// The object as it is now, from the relay if there is one.
    private FakeDevice.Copy load(Ghid address) {
        FakeRelay.Published published = device.canPush() ? device.world.relay().objects.get(address) : null;
        FakeDevice.Copy copy = device.store.get(address);
        if (published != null && (copy == null || !copy.deleted)) {
            if (!device.account.canRead(published)) {
                throw new LocalRefusal(ErrorCode.UNKNOWN_SECRET, Reason.UNKNOWN_SECRET,
                        "The key of " + address + " is not known: its owner must share it.");
            }
            copy = device.store.computeIfAbsent(address, _ -> device.new Copy(published));
            device.refresh(copy);
        }
        if (copy == null && !device.canPush()) {
            throw new LocalRefusal(ErrorCode.DOES_NOT_EXIST, Reason.UNAVAILABLE,
                    "No relay can be reached and " + address + " is not known here.");
        }
        if (copy == null || copy.deleted || isHidden(copy)) {
            throw refusal(ErrorCode.DOES_NOT_EXIST, "There is no object " + address + ".");
        }
        return copy;
    }

    private boolean isHidden(FakeDevice.Copy copy) {
        Bytes owner = device.account.privateOwners.get(copy.address);
        return owner != null && !hasToken(owner);
    }

    private FakeDevice.Copy stored(Ghid address) {
        FakeDevice.Copy copy = device.store.get(address);
        if (copy == null || isHidden(copy)) {
            throw refusal(ErrorCode.DOES_NOT_EXIST, "There is no object " + address + ".");
        }
        if (copy.deleted) {
            throw new LocalRefusal(ErrorCode.EXCEPTION, Reason.DEAD_OBJECT, "The object " + address + " was deleted.");
        }
        return copy;
    }

    private LocalRequest.Published update(Ghid address, Bytes state) {
        FakeDevice.Copy copy = stored(address);
        if (!copy.dynamic || !copy.binder.equals(device.fingerprint())) {
            throw new LocalRefusal(ErrorCode.INCONSISTENT_AUTHOR, Reason.LOCALLY_IMMUTABLE,
                    "The object " + address + (copy.dynamic ? " belongs to somebody else." : " is static."));
        }
        checkRoom(state);
        if (device.canPush() && device.queued() == 0) {
            checkConflict(copy, state);
        }
        copy.state = state;
        copy.counter++;
        copy.revision = device.nextRevision();
        long counter = copy.counter;
        LocalRequest.Pushed pushed = device.send(() -> publishFrame(copy, counter, state));
        device.tell(session -> session != this && session.tracks(address), new LocalEvent.Updated(copy.view()));
        return new LocalRequest.Published(pushed, copy.revision);
    }

    private void checkConflict(FakeDevice.Copy copy, Bytes lost) {
        FakeRelay.Published published = device.world.relay().objects.get(copy.address);
        if (published == null || !published.bindings.contains(device.fingerprint())) {
            throw refusal(ErrorCode.ALREADY_DEBOUND, "The object " + copy.address + " was deleted.");
        }
        if (published.counter > copy.counter) {
            copy.take(published);
            device.tell(session -> session.tracks(copy.address), new LocalEvent.Updated(copy.view()));
            throw LocalRefusal.conflict("Another device pushed " + copy.address + " first.", lost, copy.view());
        }
    }

    /// What happens at the relay, possibly much later.
    private void publishFrame(FakeDevice.Copy copy, long counter, Bytes state) {
        FakeRelay.Published published = device.world.relay().objects.get(copy.address);
        if (published == null || copy.counter > counter) {
            // Deleted meanwhile, or a later frame of this device follows in the outbox.
            return;
        }
        if (counter > published.counter) {
            published.counter = counter;
            published.state = state;
            device.announce(copy.address);
            return;
        }
        copy.take(published);
        ObjectState winner = copy.view();
        if (open) {
            deliver(new LocalEvent.Conflict(copy.address, state, winner));
        }
        device.tell(session -> session != this && session.tracks(copy.address), new LocalEvent.Updated(winner));
    }

    private LocalRequest.Done sync(Ghid address) {
        if (!device.canPush()) {
            throw new LocalRefusal(ErrorCode.EXCEPTION, Reason.UNAVAILABLE, "No relay can be reached.");
        }
        device.refresh(stored(address));
        return LocalRequest.Done.DONE;
    }

    private LocalRequest.Done share(Ghid address, Ghid recipient) {
        FakeDevice.Copy copy = stored(address);
        if (copy.isPrivate) {
            throw new LocalRefusal(ErrorCode.IPC, Reason.UNSHARABLE, "The object " + address + " is private.");
        }
        if (!device.canPush() && !device.identities.contains(recipient)) {
            throw new LocalRefusal(ErrorCode.DOES_NOT_EXIST, Reason.UNAVAILABLE,
                    "No relay can be reached and the recipient is not known here.");
        }
        if (device.world.account(recipient).isEmpty()) {
            throw refusal(ErrorCode.DOES_NOT_EXIST, "There is no account " + recipient + ".");
        }
        device.identities.add(recipient);
        Optional<Bytes> asker = token;
        device.shareRequests.computeIfAbsent(new FakeDevice.ShareKey(address, recipient), _ -> new ArrayList<>())
                .add(session -> asker.map(session::hasToken).orElse(session == this));
        FakeRelay.Offer offer = new FakeRelay.Offer(address, device, recipient);
        device.send(() -> device.world.relay().offers.add(offer));
        return LocalRequest.Done.DONE;
    }

    private Ghid freeze(Ghid address) {
        FakeDevice.Copy copy = stored(address);
        if (!copy.dynamic) {
            throw new LocalRefusal(ErrorCode.IPC, Reason.LOCALLY_IMMUTABLE, "The object " + address + " is static.");
        }
        Ghid frozen = device.world.snapshotAddress(address, copy.state);
        if (!device.store.containsKey(frozen)) {
            Bytes owner = device.account.privateOwners.get(address);
            if (owner != null) {
                device.account.privateOwners.put(frozen, owner);
            }
            publishNew(device.new Copy(frozen, copy.apiId, false, copy.isPrivate, copy.state, copy.binder));
            device.account.readable.add(frozen);
        }
        return frozen;
    }

    private LocalRequest.Done hold(Ghid address) {
        FakeDevice.Copy copy = stored(address);
        device.send(() -> {
            FakeRelay.Published published = device.world.relay().objects.get(copy.address);
            if (published != null) {
                published.bindings.add(device.fingerprint());
            }
        });
        return LocalRequest.Done.DONE;
    }

    private LocalRequest.Done delete(Ghid address) {
        FakeDevice.Copy copy = device.store.get(address);
        if (copy == null) {
            throw refusal(ErrorCode.DOES_NOT_EXIST, "There is no object " + address + ".");
        }
        if (copy.dynamic && !copy.binder.equals(device.fingerprint())) {
            throw refusal(ErrorCode.INCONSISTENT_AUTHOR, "The object " + address + " belongs to somebody else.");
        }
        tracked.remove(address);
        if (!copy.deleted) {
            if (copy.dynamic) {
                device.heardOfDeletion(address);
            }
            copy.deleted = true;
            device.send(() -> {
                if (device.world.relay().unbind(address, device.fingerprint())) {
                    device.announce(address);
                }
            });
        }
        return LocalRequest.Done.DONE;
    }

    private static LocalRefusal refusal(ErrorCode code, String message) {
        return new LocalRefusal(code, Reason.OTHER, message);
    }

    private static LocalRefusal refusal(Reason reason, String message) {
        return new LocalRefusal(ErrorCode.GENERIC, reason, message);
    }
}
