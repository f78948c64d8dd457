package org.hypergolix.node.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.node.Commits;
import org.hypergolix.node.Refusals;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.keyring.KeyChain;
import org.hypergolix.node.keyring.Keyring;
import org.hypergolix.node.sync.Delivery;
import org.hypergolix.node.sync.OutboxItem;
import org.hypergolix.node.sync.Publication;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.store.Change;
import org.hypergolix.store.admission.Refusal;
import org.hypergolix.store.ledger.Ledger.Outcome;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest.Created;
import org.hypergolix.wire.local.LocalRequest.Published;
import org.hypergolix.wire.local.LocalRequest.Pushed;
import org.jspecify.annotations.Nullable;

/// Makes objects and their states. Safe for use by any thread.
///
/// Whatever it makes is committed with its key, its pin and its place in every outbox before it is sent, and sent by the
/// calling thread where a relay is up to date.
final class Writing {
    /// Old targets in the frames of a suite-3 object: keys do not need them.
    private static final int SUITE_3_HISTORY = 1;

    /// The most of them while states wait to be taken by all relays.
    private static final int MOST_UNAGREED = 64;
    private static final int MESSAGE_HEADER = 6;

    private final Account account;
    private final Commits commits;
    private final Keyring keyring;
    private final ObjectStates states;
    private final RelayLinks links;
    private final ObjectListener listener;
    private final ObjectSettings settings;

    Writing(
            Account account,
            Commits commits,
            Keyring keyring,
            ObjectStates states,
            RelayLinks links,
            ObjectListener listener,
            ObjectSettings settings) {
        this.account = account;
        this.commits = commits;
        this.keyring = keyring;
        this.states = states;
        this.links = links;
        this.listener = listener;
        this.settings = settings;
    }

    /// A new dynamic object.
    Created createDynamic(Content content, ObjectRecord record) throws InterruptedException {
        return createDynamic(content, record,
                Secret.random(account.identity().identity().suite(), settings.random()));
    }

    /// A new dynamic object.
    ///
    /// @param secret of its first state
    Created createDynamic(Content content, ObjectRecord record, Secret secret) throws InterruptedException {
        PrivateIdentity self = account.identity();
        Verified<Container> container = seal(content, secret);
        Verified<Frame> frame = self.firstFrame(container.object().ghid());
        Ghid address = frame.object().dynamic();
        KeyChain keys = KeyChain.of(0, container.object().ghid(), secret);
        RelayLinks.Dispatch dispatch = links.reserve(new OutboxItem.DynamicState(address));
        List<Change> changes = new ArrayList<>(dispatch.changes());
        changes.add(keyring.put(address, keys));
        changes.add(states.put(address, record));
        demandStored(dispatch, submit(dispatch, frame, container, changes), address);
        long revision = states.nextRevision();
        ManagedObject object = states.add(new ManagedObject(
                address,
                self.fingerprint(),
                true,
                true,
                new Snapshot(0, frame.object().ghid(), container.object().ghid(), content, revision),
                Optional.of(record)));
        object.fresh(true);
        links.follow(address);
        Delivery delivery = deliver(dispatch, Publications.of(frame, container));
        return new Created(address, pushed(delivery), revision);
    }

    /// A new static object.
    Created createStatic(Content content, ObjectRecord record) throws InterruptedException {
        Secret secret = Secret.random(account.identity().identity().suite(), settings.random());
        Verified<Container> container = seal(content, secret);
        Ghid address = container.object().ghid();
        KeyChain keys = KeyChain.of(0, address, secret);
        Delivery delivery = bind(
                address,
                Optional.of(container.object()),
                List.of(keyring.put(address, keys), states.put(address, record)));
        ManagedObject object = states.add(states.staticObject(container.object(), content));
        object.remember(record);
        return new Created(address, pushed(delivery), object.snapshot().revision());
    }

    /// An own static binding on `target`.
    ///
    /// @param container the target, if it is a container
    Delivery bind(Ghid target, Optional<Container> container, List<Change> extra) throws InterruptedException {
        StaticBinding binding = account.identity().bind(target).object();
        OutboxItem item = new OutboxItem.Bound(binding.ghid());
        RelayLinks.Dispatch dispatch = links.reserve(item);
        List<Change> changes = new ArrayList<>(dispatch.changes());
        changes.addAll(extra);
        changes.add(Publications.putBound(binding));
        List<GolixObject> objects = new ArrayList<>();
        List<Bytes> payload = new ArrayList<>();
        objects.add(binding);
        payload.add(binding.encoded());
        container.ifPresent(stored -> {
            objects.add(stored);
            payload.add(stored.encoded());
        });
        demandStored(dispatch, commits.submit(objects, _ -> Commits.adding(changes)), target);
        return deliver(dispatch, new Publication(item, 0, payload));
    }

    /// A new state of an own dynamic object.
    ///
    /// @param cause the application that pushes, or null
    Published update(ManagedObject object, Content content, @Nullable ObjectRecord record, @Nullable Object cause)
            throws InterruptedException {
        Made made = make(object, content, record);
        Frame frame = made.frame().object();
        object.beginPush(frame.counter());
        boolean lost = true;
        Delivery delivery;
        try {
            store(object, made, content);
            if (record != null) {
                object.remember(record);
            }
            listener.updated(object.address(), cause);
            delivery = deliver(made.dispatch(), Publications.of(made.frame(), made.container()));
        } finally {
            lost = object.endPush(frame.counter());
        }
        if (lost || delivery == Delivery.CONFLICT) {
            throw conflict(object, content);
        }
        return new Published(pushed(delivery), made.revision());
    }

    /// Gives an own object the state that another device has pushed, in place of the own one with the counter `newest`.
    /// Does not wait for relays.
    ///
    /// @return false if there is a newer one by now; nothing was done then
    boolean giveWay(ManagedObject object, Content winner, long newest) {
        Made made;
        object.turn().lock();
        try {
            if (head(object).counter() != newest) {
                return false;
            }
            made = make(object, winner, null);
        } finally {
            object.turn().unlock();
        }
        store(object, made, winner);
        var _ = made.dispatch().confirm(Publications.of(made.frame(), made.container()));
        listener.updated(object.address(), null);
        return true;
    }

    private record Made(
            Verified<Frame> frame,
            Verified<Container> container,
            ManagedObject.Head head,
            Optional<Pin> pin,
            RelayLinks.Dispatch dispatch,
            CompletableFuture<Outcome> outcome,
            long revision) {}

    /// Seals, signs and hands in, in the object's turn.
    private Made make(ManagedObject object, Content content, @Nullable ObjectRecord record) {
        object.turn().lock();
        try {
            if (object.dead()) {
                throw Refusals.dead(object.address());
            }
            ManagedObject.Head before = head(object);
            long counter = before.counter() + 1;
            Secret secret = next(object, before, counter);
            Verified<Container> container = seal(content, secret);
            Ghid target = container.object().ghid();
            KeyChain keys = settings.severalDevices()
                    ? before.keys().followedBy(counter, target, secret, object.takenByAll(links.all()))
                    : before.keys().followedBy(counter, target, secret);
            List<Ghid> targets = new ArrayList<>();
            targets.add(target);
            targets.addAll(before.targets().subList(0, Math.min(history(object, keys), before.targets().size())));
            Verified<Frame> frame = account.identity().nextFrame(object.address(), counter, targets);
            RelayLinks.Dispatch dispatch = links.reserve(new OutboxItem.DynamicState(object.address()));
            List<Change> changes = new ArrayList<>(dispatch.changes());
            changes.add(keyring.put(object.address(), keys));
            Optional<Pin> pin = object.unwrittenPin();
            pin.ifPresent(value -> changes.add(value.put(object.address())));
            if (record != null) {
                changes.add(states.put(object.address(), record));
            }
            CompletableFuture<Outcome> outcome = submit(dispatch, frame, container, changes);
            ManagedObject.Head head = new ManagedObject.Head(counter, targets, keys);
            object.head(head);
            return new Made(frame, container, head, pin, dispatch, outcome, states.nextRevision());
        } finally {
            object.turn().unlock();
        }
    }

    private void store(ManagedObject object, Made made, Content content) {
        Frame frame = made.frame().object();
        Outcome outcome;
        try {
            outcome = commits.await(made.outcome());
        } catch (RuntimeException failed) {
            made.dispatch().cancel();
            goBack(object, made);
            throw failed;
        }
        if (outcome instanceof Outcome.Refused refused) {
            made.dispatch().cancel();
            goBack(object, made);
            if (refused.verdict().refusal() == Refusal.ILLEGAL_FRAME) {
                // A newer state of another device was taken over just now.
                throw conflict(object, content);
            }
            throw refused.verdict().refusal() == Refusal.ALREADY_DEBOUND
                    ? Refusals.dead(object.address())
                    : Refusals.failed("The new state was refused: " + refused.verdict().message());
        }
        made.pin().ifPresent(object::pinWritten);
        object.advance(new Snapshot(frame.counter(), frame.ghid(), frame.target(), content, made.revision()));
        if (object.isOvertaken(frame.counter())) {
            // Committed an instant after ours, so ours will be refused everywhere.
            made.dispatch().confirm();
            throw conflict(object, content);
        }
    }

    /// What was made is not stored: the next state continues from the one before, unless another came meanwhile.
    private static void goBack(ManagedObject object, Made made) {
        object.turn().lock();
        try {
            if (made.head().equals(object.head())) {
                object.head(null);
            }
        } finally {
            object.turn().unlock();
        }
    }

    private LocalRefusal conflict(ManagedObject object, Content lost) {
        states.refresh(object);
        return LocalRefusal.conflict(
                "Another device of this account has pushed a newer state of " + object.address()
                        + "; merge and push again.",
                lost.state(),
                Objects.stateOf(object));
    }

    private ManagedObject.Head head(ManagedObject object) {
        ManagedObject.Head present = object.head();
        if (present != null) {
            return present;
        }
        Frame frame = states.frame(object.address()).orElseThrow(() -> Refusals.dead(object.address()));
        KeyChain keys = keyring.find(commits.view(), object.address())
                .orElseThrow(() -> Refusals.unknownSecret(object.address()));
        return new ManagedObject.Head(frame.counter(), frame.targets(), keys);
    }

    private static Secret next(ManagedObject object, ManagedObject.Head head, long counter) {
        Secret secret = head.keys().secret();
        return switch (secret.suite()) {
            // What the account keeps in its own objects is sealed before: one key for all states does, and needs no
            // history.
            case SUITE_1 -> object.keepsAccount() ? secret : secret.ratchet(object.address(), head.keys().container());
            case SUITE_3 -> secret.ratchet(object.address(), counter);
        };
    }

    private int history(ManagedObject object, KeyChain keys) {
        if (account.identity().identity().suite() == CipherSuite.SUITE_3) {
            // Back to the newest state that all relays have: so it can be seen what a frame continues.
            long unagreed = keys.agreed().map(agreed -> keys.counter() - agreed.counter()).orElse(1L);
            return Math.clamp(unagreed, SUITE_3_HISTORY, MOST_UNAGREED);
        }
        return object.remembered().map(ObjectRecord::historyLimit).filter(limit -> limit > 0)
                .orElse(ObjectSettings.HISTORY_LIMIT);
    }

    private Verified<Container> seal(Content content, Secret secret) {
        int most = settings.maxMessageBytes() - MESSAGE_HEADER;
        demandSize((long) content.state().size() + Content.HEADER_LENGTH, most);
        Verified<Container> container = account.identity().seal(content.encode(), secret);
        demandSize(container.object().encoded().size(), most);
        return container;
    }

    private static void demandSize(long bytes, int most) {
        if (bytes > most) {
            throw Refusals.tooLarge(bytes + MESSAGE_HEADER, most + MESSAGE_HEADER);
        }
    }

    private CompletableFuture<Outcome> submit(
            RelayLinks.Dispatch dispatch, Verified<Frame> frame, Verified<Container> container, List<Change> changes) {
        try {
            return commits.submit(
                    List.of(frame.object(), container.object()),
                    List.of(frame, container),
                    _ -> Commits.adding(changes));
        } catch (RuntimeException failed) {
            dispatch.cancel();
            throw failed;
        }
    }

    private void demandStored(RelayLinks.Dispatch dispatch, CompletableFuture<Outcome> outcome, Ghid address) {
        try {
            if (commits.await(outcome) instanceof Outcome.Refused refused) {
                throw refused.verdict().refusal() == Refusal.ALREADY_DEBOUND
                        ? Refusals.dead(address)
                        : Refusals.failed("The object was refused: " + refused.verdict().message());
            }
        } catch (RuntimeException failed) {
            dispatch.cancel();
            throw failed;
        }
    }

    private Delivery deliver(RelayLinks.Dispatch dispatch, Publication publication) throws InterruptedException {
        return dispatch.confirm(publication).await(settings.requestTimeout());
    }

    private static Pushed pushed(Delivery delivery) {
        return delivery == Delivery.ACCEPTED ? Pushed.RELAYED : Pushed.LOCAL;
    }
}
