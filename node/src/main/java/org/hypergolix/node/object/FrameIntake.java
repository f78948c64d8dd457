package org.hypergolix.node.object;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hypergolix.golix.CipherSuite;
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
import org.hypergolix.node.keyring.StagedKeys;
import org.hypergolix.node.sync.OutboxItem;
import org.hypergolix.node.sync.RelayLink;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.store.Change;
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
    private static final int MOST_JUDGEMENTS = 8;

    private final FrameOpener opener = new FrameOpener();
    private final StagedKeys staged;
    private final boolean severalDevices;

    FrameIntake(
            Account account,
            Commits commits,
            Keyring keyring,
            Identities identities,
            ObjectStates states,
            RelayLinks links,
            ContainerSource source,
            ObjectListener listener,
            TieBreaker ties,
            boolean severalDevices) {
        this.account = account;
        this.commits = commits;
        this.keyring = keyring;
        this.identities = identities;
        this.states = states;
        this.links = links;
        this.source = source;
        this.listener = listener;
        this.ties = ties;
        this.staged = new StagedKeys(account.seal());
        this.severalDevices = severalDevices;
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
        long floor = floor(view, frame.dynamic(), offered);
        FrameVerdict verdict = FrameVerdict.judge(
                frame, view.dynamic(frame.dynamic()), Pin.find(view, frame.dynamic()), floor, account.fingerprint());
        return switch (verdict) {
            case NEWER -> takeNewer(link, frame, offered);
            case SAME -> same(link, frame, offered);
            case RELAY_BEHIND -> judgeOlder(link, frame, MOST_JUDGEMENTS);
            case ROLLED_BACK -> rolledBack(link, frame);
            case FORKED -> forked(link, frame);
            case TIED -> tied(link, frame);
            case FOREIGN_BINDER -> foreign(link, frame);
        };
    }

    private long floor(StoreView view, Ghid dynamic, Optional<OfferedKey> offered) {
        long shared = offered.map(OfferedKey::counter).orElse(0L);
        long recorded = staged.find(view, dynamic).map(KeyChain::counter).orElse(0L);
        return Long.compareUnsigned(shared, recorded) > 0 ? shared : recorded;
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
        Optional<KeyChain> recorded = staged.find(commits.view(), frame.dynamic());
        if (known.isEmpty() && recorded.isEmpty() && offered.isEmpty()) {
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
        return switch (open(frame, container.get(), known, recorded, offered)) {
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

    /// A key that another device has recorded counts where the one known here leads no further.
    private FrameOpener.Opening open(
            Frame frame,
            Verified<Container> container,
            Optional<KeyChain> known,
            Optional<KeyChain> recorded,
            Optional<OfferedKey> offered)
            throws InterruptedException {
        FrameOpener.Opening opening = opener.open(frame, container, known, offered);
        return opening instanceof FrameOpener.Opening.Unreadable && recorded.isPresent()
                ? opener.open(frame, container, recorded, Optional.empty())
                : opening;
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
        Optional<Snapshot> lost = before.filter(object -> object.own()
                && (object.unaccepted() || (severalDevices && contradicts(frame, object.snapshot()))))
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
        List<Change> changes = new ArrayList<>();
        changes.add(pin.put(frame.dynamic()));
        changes.add(keyring.put(frame.dynamic(), keys));
        if (view.record(StagedKeys.SPACE, frame.dynamic().bytes()).isPresent()) {
            changes.add(staged.remove(frame.dynamic()));
        }
        return Commits.adding(changes);
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
                if (link != null) {
                    loaded.get().takenBy(link, frame.counter());
                }
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

    /// Whether a frame names, where the state with that counter should be, another one.
    private static boolean contradicts(Frame newer, Snapshot state) {
        long back = newer.counter() - state.counter();
        return back > 0 && back < newer.targets().size()
                && !newer.targets().get((int) back).equals(state.container());
    }

    /// Whether an older state that a relay shows is none that the own newest one continues.
    enum Divergence {
        /// It is one of them, or older than what all relays had.
        NONE,
        /// Another device has pushed it.
        CERTAIN,
        /// Another device has, or it is an own one of long ago whose answer was lost.
        POSSIBLE
    }

    /// Judges an own frame with a lower counter than the newest one here.
    Divergence diverged(Frame shown) {
        if (!severalDevices || !shown.author().equals(account.fingerprint())) {
            return Divergence.NONE;
        }
        boolean older = commits.view().dynamic(shown.dynamic())
                .filter(state -> Long.compareUnsigned(shown.counter(), state.counter()) < 0)
                .isPresent();
        Optional<Frame> newest = older ? states.frame(shown.dynamic()) : Optional.empty();
        if (newest.isEmpty()) {
            return Divergence.NONE;
        }
        Optional<KeyChain.Agreed> agreed =
                keyring.find(commits.view(), shown.dynamic()).flatMap(KeyChain::agreed);
        if (agreed.isEmpty() || Long.compareUnsigned(shown.counter(), agreed.get().counter()) <= 0) {
            return Divergence.NONE;
        }
        long back = newest.get().counter() - shown.counter();
        if (back < newest.get().targets().size()) {
            return newest.get().targets().get((int) back).equals(shown.target())
                    ? Divergence.NONE
                    : Divergence.CERTAIN;
        }
        boolean known = Stream.concat(
                Pin.find(commits.view(), shown.dynamic()).stream(),
                states.loaded(shown.dynamic()).flatMap(ManagedObject::accepted).stream())
                .anyMatch(pin -> Long.compareUnsigned(pin.counter(), shown.counter()) >= 0);
        return known ? Divergence.NONE : Divergence.POSSIBLE;
    }

    private Intake judgeOlder(@Nullable RelayLink link, Frame frame, int attempts) throws InterruptedException {
        return switch (diverged(frame)) {
            case NONE -> behind(link, frame);
            case CERTAIN -> giveWay(link, frame, attempts);
            case POSSIBLE -> overrule(link, frame);
        };
    }

    /// Another device's state was at a relay before ours: it counts, under a counter that is higher than both.
    private Intake giveWay(@Nullable RelayLink link, Frame frame, int attempts) throws InterruptedException {
        Optional<ManagedObject> object = states.find(frame.dynamic());
        Optional<Content> winner = object.isEmpty() ? Optional.empty() : openDiverged(link, frame);
        if (object.isEmpty() || winner.isEmpty()) {
            return behind(link, frame);
        }
        Snapshot lost = object.get().snapshot();
        if (lost.content().equals(winner.get())) {
            return behind(link, frame);
        }
        if (!ties.giveWay(object.get(), winner.get(), lost.counter())) {
            // Somebody was quicker: judged against that.
            return attempts > 0 ? judgeOlder(link, frame, attempts - 1) : behind(link, frame);
        }
        if (object.get().lose(lost.counter())) {
            listener.conflicted(object.get().address(), lost.content().state());
        }
        return new Intake.Tied();
    }

    /// Ours goes on, and what it replaces is told.
    private Intake overrule(@Nullable RelayLink link, Frame frame) throws InterruptedException {
        Optional<ManagedObject> object = states.find(frame.dynamic());
        Optional<Content> lost = openDiverged(link, frame);
        if (object.isPresent() && lost.isPresent() && !object.get().snapshot().content().equals(lost.get())) {
            listener.conflicted(frame.dynamic(), lost.get().state());
        }
        return behind(link, frame);
    }

    private Optional<Content> openDiverged(@Nullable RelayLink link, Frame frame) throws InterruptedException {
        if (Verifier.verify(frame, states.self()).isEmpty()) {
            return Optional.empty();
        }
        Optional<Verified<Container>> container =
                source.fetch(frame.target(), Container.class, link).flatMap(states::verify);
        Optional<KeyChain> keys = keyring.find(commits.view(), frame.dynamic());
        if (container.isEmpty() || keys.isEmpty()) {
            return Optional.empty();
        }
        Optional<KeyChain> before = keys.get().suite() == CipherSuite.SUITE_3
                ? keys.get().agreed().map(agreed -> KeyChain.of(agreed.counter(), frame.target(), agreed.secret()))
                : keys;
        return opener.open(frame, container.get(), before, Optional.empty()) instanceof FrameOpener.Opening.Opened opened
                ? Optional.of(opened.content())
                : Optional.empty();
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

    /// Writes what follows from two devices having pushed at once.
    interface TieBreaker {
        /// Gives a state that won a tie a counter of its own, later.
        void settleSoon(ManagedObject object, Snapshot winner);

        /// Gives the object the state of another device, now, without waiting for relays.
        ///
        /// @param newest the counter of the own state that it replaces
        /// @return false if there is a newer one by now
        boolean giveWay(ManagedObject object, Content winner, long newest);
    }
}
