package org.hypergolix.node.object;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.node.Commits;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.keyring.KeyChain;
import org.hypergolix.node.keyring.Keyring;
import org.hypergolix.node.sync.OutboxItem;
import org.hypergolix.node.sync.RelayLink;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.admission.Refusal;
import org.hypergolix.store.admission.Verdict;
import org.hypergolix.store.ledger.Ledger;
import org.hypergolix.wire.local.LocalRefusal;
import org.jspecify.annotations.Nullable;

/// Takes frames over from relays: judges, fetches the container, opens it, and commits frame, container, pin and key in
/// one transaction, before anybody sees the state. Safe for use by any thread.
final class FrameIntake {
    private static final Logger LOG = System.getLogger(FrameIntake.class.getName());

    private final Account account;
    private final Commits commits;
    private final Keyring keyring;
    private final Identities identities;
    private final ObjectStates states;
    private final RelayLinks links;
    private final ContainerSource source;
    private final ObjectListener listener;
    private final TieBreaker ties;
    private final FrameOpener opener = new FrameOpener();

    FrameIntake(
            Account account,
            Commits commits,
            Keyring keyring,
            Identities identities,
            ObjectStates states,
            RelayLinks links,
            ContainerSource source,
            ObjectListener listener,
            TieBreaker ties) {
        this.account = account;
        this.commits = commits;
        this.keyring = keyring;
        this.identities = identities;
        this.states = states;
        this.links = links;
        this.source = source;
        this.listener = listener;
        this.ties = ties;
    }

    /// A frame that `link` showed.
    Intake take(RelayLink link, Frame frame) throws InterruptedException {
        return take(link, frame, Optional.empty());
    }

    /// A frame that belongs to an offer.
    ///
    /// @param offered the key that came with the offer, and the floor
    Intake take(@Nullable RelayLink link, Frame frame, Optional<OfferedKey> offered)
            throws InterruptedException {
        StoreView view = commits.view();
        long floor = offered.map(OfferedKey::counter).orElse(0L);
        FrameVerdict verdict = FrameVerdict.judge(
                frame, view.dynamic(frame.dynamic()), Pin.find(view, frame.dynamic()), floor, account.fingerprint());
        return switch (verdict) {
            case NEWER -> takeNewer(link, frame, offered);
            case SAME -> same(link, frame, offered);
            case RELAY_BEHIND -> behind(link, frame);
            case ROLLED_BACK -> rolledBack(link, frame);
            case FORKED -> forked(link, frame);
            case TIED -> tied(link, frame);
            case FOREIGN_BINDER -> foreign(link, frame);
        };
    }

    private Intake takeNewer(@Nullable RelayLink link, Frame frame, Optional<OfferedKey> offered)
            throws InterruptedException {
        Identities.Found binder = identities.find(frame.author());
        if (binder.identity().isEmpty()) {
            return binder.undecided() ? new Intake.Withheld("its owner's identity cannot be fetched")
                    : new Intake.Refused("its owner is unknown");
        }
        Optional<Verified<Frame>> verified = Verifier.verify(frame, binder.identity().get());
        if (verified.isEmpty()) {
            return refuse(link, frame, "its signature is wrong");
        }
        Optional<KeyChain> known = keyring.find(commits.view(), frame.dynamic());
        if (known.isEmpty() && offered.isEmpty()) {
            return new Intake.Unreadable("its key was never shared");
        }
        Optional<Container> fetched = source.fetch(frame.target(), Container.class, link);
        if (fetched.isEmpty()) {
            return new Intake.Withheld("its content cannot be fetched");
        }
        Optional<Verified<Container>> container = author(fetched.get(), frame, binder.identity().get())
                .flatMap(author -> Verifier.verify(fetched.get(), author));
        if (container.isEmpty()) {
            return refuse(link, frame, "the signature of its content is wrong");
        }
        return switch (opener.open(frame, container.get(), known, offered)) {
            case FrameOpener.Opening.Unreadable unreadable -> {
                LOG.log(Level.WARNING, "A state cannot be read: address={0} counter={1} reason={2}",
                        frame.dynamic(), Long.toUnsignedString(frame.counter()), unreadable.reason());
                showStale(frame);
                yield new Intake.Unreadable(unreadable.reason());
            }
            case FrameOpener.Opening.Contradiction _ -> new Intake.Contradiction();
            case FrameOpener.Opening.Opened opened -> store(
                    link, verified.get(), container.get(), binder.identity().get(), opened);
        };
    }

    /// The author of the container: the owner, or for a frame on somebody else's container that one.
    private Optional<Identity> author(Container container, Frame frame, Identity binder)
            throws InterruptedException {
        return container.author().equals(frame.author())
                ? Optional.of(binder)
                : identities.find(container.author()).identity();
    }

    private Intake store(
            @Nullable RelayLink link,
            Verified<Frame> verified,
            Verified<Container> container,
            Identity binder,
            FrameOpener.Opening.Opened opened)
            throws InterruptedException {
        Frame frame = verified.object();
        Optional<ManagedObject> before = frame.author().equals(account.fingerprint())
                ? states.find(frame.dynamic())
                : Optional.empty();
        Optional<Snapshot> lost = before.filter(object -> object.own() && object.unaccepted())
                .map(ManagedObject::snapshot)
                .filter(snapshot -> !frame.targets().contains(snapshot.container()))
                .filter(snapshot -> !snapshot.content().equals(opened.content()));
        List<GolixObject> objects = new ArrayList<>();
        if (!identities.stored(binder.ghid())) {
            objects.add(binder);
        }
        objects.add(frame);
        objects.add(container.object());
        Pin pin = new Pin(frame.counter(), frame.ghid());
        Ledger.Outcome outcome = commits.await(commits.submit(
                objects, List.of(verified, container), view -> accompany(view, frame, pin, opened.keys())));
        if (outcome instanceof Ledger.Outcome.Refused refused) {
            return refused(link, frame, refused.verdict());
        }
        Snapshot snapshot = new Snapshot(
                frame.counter(), frame.ghid(), frame.target(), opened.content(), states.nextRevision());
        show(frame, snapshot, pin, lost);
        return new Intake.Taken(frame.dynamic());
    }

    private Verdict accompany(StoreView view, Frame frame, Pin pin, KeyChain keys) {
        Optional<Pin> now = Pin.find(view, frame.dynamic());
        if (now.isPresent() && Long.compareUnsigned(now.get().counter(), frame.counter()) > 0) {
            return new Verdict.Refused(Refusal.ILLEGAL_FRAME, "A newer state is pinned.");
        }
        return Commits.adding(List.of(pin.put(frame.dynamic()), keyring.put(frame.dynamic(), keys)));
    }

    private void show(Frame frame, Snapshot snapshot, Pin pin, Optional<Snapshot> lost) {
        boolean own = frame.author().equals(account.fingerprint());
        ManagedObject object = states.loaded(frame.dynamic()).orElse(null);
        if (object == null) {
            return;
        }
        object.turn().lock();
        try {
            ManagedObject.Head head = object.head();
            if (head != null && Long.compareUnsigned(head.counter(), frame.counter()) <= 0) {
                // The next own frame continues from what is stored now.
                object.head(null);
            }
        } finally {
            object.turn().unlock();
        }
        if (own) {
            object.overtaken(frame.counter());
        }
        boolean advanced = object.advance(snapshot);
        object.fresh(true);
        if (own) {
            object.pinWritten(pin);
        }
        if (lost.isPresent() && object.lose(lost.get().counter())) {
            listener.conflicted(frame.dynamic(), lost.get().content().state());
        }
        if (advanced) {
            listener.updated(frame.dynamic(), null);
        }
    }

    /// The state here is not the newest any more, and applications are told so.
    private void showStale(Frame frame) {
        Optional<ManagedObject> object = states.loaded(frame.dynamic());
        if (object.isPresent() && object.get().unreadable(frame.counter())) {
            Snapshot last = object.get().snapshot();
            object.get().advance(new Snapshot(
                    last.counter(), last.frame(), last.container(), last.content(), states.nextRevision()));
            listener.updated(frame.dynamic(), null);
        }
    }

    private Intake refused(@Nullable RelayLink link, Frame frame, Verdict.Refused verdict)
            throws InterruptedException {
        return switch (verdict.refusal()) {
            case ILLEGAL_FRAME -> {
                // Somebody else was quicker: judged against that, it is old or known.
                states.loaded(frame.dynamic()).ifPresent(states::refresh);
                yield new Intake.Known();
            }
            case ALREADY_DEBOUND -> {
                if (link != null) {
                    sendDebinding(link, frame.dynamic());
                }
                yield new Intake.Dead();
            }
            case MALFORMED, BAD_SIGNATURE, INVALID_IDENTITY, UNBOUND_CONTAINER, INVALID_TARGET, INCONSISTENT_AUTHOR ->
                refuse(link, frame, verdict.message());
        };
    }

    private Intake same(@Nullable RelayLink link, Frame frame, Optional<OfferedKey> offered)
            throws InterruptedException {
        if (offered.isPresent() && contradicts(frame.dynamic(), offered.get())) {
            return new Intake.Contradiction();
        }
        boolean own = frame.author().equals(account.fingerprint());
        Pin pin = new Pin(frame.counter(), frame.ghid());
        Optional<ManagedObject> loaded = states.loaded(frame.dynamic());
        if (loaded.isPresent()) {
            // Another thread may have committed it an instant ago and not shown it yet.
            states.refresh(loaded.get());
            loaded.get().fresh(true);
            if (own) {
                loaded.get().accept(pin);
            }
            return new Intake.Known();
        }
        Optional<DynamicState> state = commits.view().dynamic(frame.dynamic());
        if (state.isPresent() && !state.get().live()) {
            return new Intake.Dead();
        }
        if (own) {
            if (!Pin.find(commits.view(), frame.dynamic()).equals(Optional.of(pin))) {
                commits.commit(List.of(pin.put(frame.dynamic())));
            }
            return new Intake.Known();
        }
        return states.find(frame.dynamic()).isPresent() ? new Intake.Known() : reread(link, frame, offered);
    }

    /// Whether what is offered for a readable object is not its key.
    boolean contradicts(Ghid address, OfferedKey offered) throws InterruptedException {
        Optional<KeyChain> known = keyring.find(commits.view(), address);
        return known.isPresent()
                && states.find(address).isPresent()
                && opener.contradicts(address, known.get(), offered);
    }

    /// The frame is stored, but its key is not, or does not open it: an offer may help.
    private Intake reread(@Nullable RelayLink link, Frame frame, Optional<OfferedKey> offered)
            throws InterruptedException {
        Optional<Container> container = source.fetch(frame.target(), Container.class, link);
        Optional<Verified<Container>> verified = container.flatMap(states::verify);
        if (verified.isEmpty()) {
            return new Intake.Withheld("its content cannot be fetched");
        }
        FrameOpener.Opening opening =
                opener.open(frame, verified.get(), keyring.find(commits.view(), frame.dynamic()), offered);
        return switch (opening) {
            case FrameOpener.Opening.Unreadable unreadable -> new Intake.Unreadable(unreadable.reason());
            case FrameOpener.Opening.Contradiction _ -> new Intake.Contradiction();
            case FrameOpener.Opening.Opened opened -> {
                commits.commit(
                        List.of(frame, container.get()),
                        _ -> Commits.adding(List.of(keyring.put(frame.dynamic(), opened.keys()))));
                yield new Intake.Taken(frame.dynamic());
            }
        };
    }

    private Intake behind(@Nullable RelayLink link, Frame frame) {
        if (link != null) {
            republish(link, frame.dynamic());
        }
        return new Intake.Behind();
    }

    /// Gives one relay the newest state of an own object.
    void republish(RelayLink link, Ghid dynamic) {
        publish(link, new OutboxItem.DynamicState(dynamic));
    }

    /// Tells a relay that shows a deleted object that it is deleted.
    void sendDebinding(RelayLink link, Ghid target) {
        new Publications(commits.view())
                .gone(target)
                .flatMap(ContainerSource::decode)
                .ifPresent(object -> publish(
                        link, new OutboxItem.Loose(object.ghid(), object.encoded(), Optional.empty())));
    }

    private void publish(RelayLink link, OutboxItem item) {
        if (links.waits(link, item.key())) {
            return;
        }
        try {
            RelayLinks.Dispatch dispatch = links.reserve(link, item);
            commits.commit(dispatch.changes());
            dispatch.confirm();
        } catch (LocalRefusal refused) {
            LOG.log(Level.WARNING, "A relay that is behind cannot be helped now: relay={0} reason={1}",
                    link.uri(), refused.getMessage());
        }
    }

    private Intake rolledBack(@Nullable RelayLink link, Frame frame) throws InterruptedException {
        if (identities.known(frame.author()).flatMap(binder -> Verifier.verify(frame, binder)).isPresent()) {
            LOG.log(Level.WARNING, "A relay shows an old state; refused: relay={0} address={1} counter={2}",
                    link == null ? "" : link.uri(), frame.dynamic(), Long.toUnsignedString(frame.counter()));
        }
        return new Intake.Refused("it is older than what was seen before");
    }

    private Intake forked(@Nullable RelayLink link, Frame frame) {
        if (identities.known(frame.author()).flatMap(binder -> Verifier.verify(frame, binder)).isEmpty()) {
            return refuse(link, frame, "its signature is wrong");
        }
        LOG.log(Level.WARNING,
                "Two states of one object have the same counter; kept as evidence: relay={0} address={1} counter={2}",
                link == null ? "" : link.uri(), frame.dynamic(), Long.toUnsignedString(frame.counter()));
        Forks.keep(commits, frame);
        return new Intake.Refused("it contradicts what was seen before");
    }

    private Intake tied(@Nullable RelayLink link, Frame frame) throws InterruptedException {
        Optional<ManagedObject> object = states.find(frame.dynamic());
        if (object.isEmpty() || Verifier.verify(frame, states.self()).isEmpty()) {
            return refuse(link, frame, "its signature is wrong");
        }
        if (object.get().snapshot().frame().equals(frame.ghid())) {
            return new Intake.Tied();
        }
        Optional<Verified<Container>> container =
                source.fetch(frame.target(), Container.class, link).flatMap(states::verify);
        if (container.isEmpty()) {
            return new Intake.Withheld("its content cannot be fetched");
        }
        Optional<KeyChain> keys = keyring.find(commits.view(), frame.dynamic());
        return switch (opener.open(frame, container.get(), keys, Optional.empty())) {
            case FrameOpener.Opening.Unreadable unreadable -> new Intake.Unreadable(unreadable.reason());
            case FrameOpener.Opening.Contradiction _ -> new Intake.Contradiction();
            case FrameOpener.Opening.Opened opened -> {
                settle(object.get(), frame, opened.content());
                yield new Intake.Tied();
            }
        };
    }

    /// The state that a relay took first counts. It gets a counter of its own soon, so that all relays agree.
    private void settle(ManagedObject object, Frame frame, Content winner) {
        Snapshot lost = object.snapshot();
        if (lost.counter() != frame.counter() || lost.content().equals(winner)) {
            return;
        }
        Snapshot won = new Snapshot(
                frame.counter(), frame.ghid(), frame.target(), winner, states.nextRevision());
        object.advance(won);
        if (object.lose(lost.counter())) {
            listener.conflicted(object.address(), lost.content().state());
        }
        listener.updated(object.address(), null);
        ties.settleSoon(object, won);
    }

    private Intake foreign(@Nullable RelayLink link, Frame frame) {
        return refuse(link, frame, "the address belongs to somebody else");
    }

    private Intake refuse(@Nullable RelayLink link, Frame frame, String reason) {
        LOG.log(Level.WARNING, "A relay shows a frame that is wrong: relay={0} address={1} reason={2}",
                link == null ? "" : link.uri(), frame.dynamic(), reason);
        return new Intake.Refused(reason);
    }

    /// Gives a state that won a tie a counter of its own, later.
    @FunctionalInterface
    interface TieBreaker {
        void settleSoon(ManagedObject object, Snapshot winner);
    }
}
