package org.hypergolix.node.object;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.node.Commits;
import org.hypergolix.node.Refusals;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.keyring.KeyChain;
import org.hypergolix.node.keyring.Keyring;
import org.hypergolix.node.keyring.StagedKeys;
import org.hypergolix.node.object.ObjectRecord.Role;
import org.hypergolix.node.sync.OutboxItem;
import org.hypergolix.node.sync.Publication;
import org.hypergolix.node.sync.RelayLink;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.node.sync.Resolution;
import org.hypergolix.store.Change;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.StoreView;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest.Created;
import org.hypergolix.wire.local.LocalRequest.ObjectPage;
import org.hypergolix.wire.local.LocalRequest.Published;
import org.hypergolix.wire.local.ObjectState;
import org.hypergolix.wire.relay.RelayRequest;
import org.jspecify.annotations.Nullable;

/// Everything a node does with objects. Safe for use by any thread; calls block, at most about as long as the request
/// timeout. Refuses with [LocalRefusal].
public final class Objects implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Objects.class.getName());

    /// Foreign objects of suite 1 that are followed without anybody asking, so that their key chains do not break.
    private static final int MOST_FOLLOWED = 1_000;
    private static final int REPUBLISH_BATCH = 64;
    private static final long SETTLE_MILLIS = 2_000;

    private final Account account;
    private final Commits commits;
    private final Keyring keyring;
    private final RelayLinks links;
    private final Identities identities;
    private final ObjectSettings settings;
    private final ObjectStates states;
    private final FrameIntake intake;
    private final Mailboxes mailboxes;
    private final Writing writing;
    private final Reading reading;
    private final Deleting deleting;
    private final ObjectList list;
    private final AccountObjects accountObjects;
    private final LostStates lostStates;
    private volatile boolean closed;

    public Objects(
            Account account,
            Commits commits,
            RelayLinks links,
            Identities identities,
            ObjectListener applications,
            ObjectSettings settings) {
        LostStates listener = new LostStates(commits, account.seal(), applications, this::forApplications);
        this.lostStates = listener;
        this.account = account;
        this.commits = commits;
        this.links = links;
        this.identities = identities;
        this.settings = settings;
        this.keyring = new Keyring(account.seal());
        this.states = new ObjectStates(account, commits, keyring, identities);
        this.list = new ObjectList(commits, states, links);
        ContainerSource source = new ContainerSource(states, links);
        this.intake = new FrameIntake(
                account, commits, keyring, identities, states, links, source, listener, new TieBreaker(),
                settings.severalDevices());
        this.mailboxes = new Mailboxes(intake);
        this.writing = new Writing(account, commits, keyring, states, links, listener, settings);
        this.reading = new Reading(commits, keyring, identities, links, source, intake,
                new StagedKeys(account.seal()));
        this.deleting = new Deleting(
                account, commits, keyring, identities, states, links, source, listener, settings);
        this.accountObjects = new AccountObjects(account, commits, states, links, writing, reading, deleting);
    }

    /// Follows what is followed without an application: own dynamic objects, and foreign ones of suite 1.
    public void begin() {
        states.remembered(Role.OWN_DYNAMIC, Role.FOLLOWED, Role.ACCOUNT).forEach(links::follow);
    }

    /// Creates and publishes an object.
    ///
    /// @param token of the application, for a private object
    public Created create(Content content, boolean dynamic, boolean isPrivate, int historyLimit, Optional<Bytes> token)
            throws InterruptedException {
        if (historyLimit < 1 || historyLimit > ObjectSettings.MOST_HISTORY) {
            throw Refusals.argument("The history limit is 1 to 255, not " + historyLimit + ".");
        }
        Role role = dynamic ? Role.OWN_DYNAMIC : Role.OWN_STATIC;
        Optional<Bytes> owner = isPrivate ? token : Optional.empty();
        ObjectRecord record = new ObjectRecord(role, isPrivate, historyLimit, owner);
        return dynamic ? writing.createDynamic(content, record) : writing.createStatic(content, record);
    }

    /// The object, relays first, then the local store.
    ///
    /// @param token of the application, for private objects
    public ObjectState get(Ghid address, Optional<Bytes> token) throws InterruptedException {
        Optional<ManagedObject> local = states.find(address);
        if (local.isPresent()) {
            demandVisible(local.get(), token);
            if (!local.get().dynamic() || local.get().fresh() || !links.anyConnected()) {
                return stateOf(local.get());
            }
        } else if (states.debound(address)) {
            throw Refusals.dead(address);
        }
        Reading.Looked looked = reading.look(address, Optional.empty(), false);
        local.filter(ManagedObject::dynamic).ifPresent(_ -> lookForDeletion(address, looked));
        Optional<ManagedObject> found = states.find(address);
        if (found.isPresent()) {
            demandVisible(found.get(), token);
            if (!found.get().dynamic()) {
                links.unfollow(address);
            } else if (looked.intake().isPresent()) {
                found.get().fresh(true);
            }
            return stateOf(found.get());
        }
        if (states.debound(address)) {
            throw Refusals.dead(address);
        }
        throw absence(address, looked);
    }

    private LocalRefusal absence(Ghid address, Reading.Looked looked) {
        if (looked.intake().isPresent()) {
            return switch (looked.intake().get()) {
                case Intake.Unreadable _,Intake.Contradiction _,Intake.Known _,Intake.Taken _,Intake.Behind _,Intake.Tied _ ->
                    Refusals.unknownSecret(address);
                case Intake.Withheld _ -> Refusals.unavailable(address, links.status());
                case Intake.Refused _ -> Refusals.unknown(address);
                case Intake.Dead _ -> Refusals.dead(address);
            };
        }
        if (commits.view().dynamic(address).isPresent()) {
            return Refusals.unknownSecret(address);
        }
        return looked.undecided() ? Refusals.unavailable(address, links.status()) : Refusals.unknown(address);
    }

    /// The state as it is now; nothing if the object is dead or unknown.
    public Optional<ObjectState> state(Ghid address) {
        return states.find(address).filter(object -> !object.dead() && !object.keepsAccount()).map(Objects::stateOf);
    }

    static ObjectState stateOf(ManagedObject object) {
        Snapshot snapshot = object.snapshot();
        Content content = snapshot.content();
        return new ObjectState(
                object.address(),
                object.binder(),
                content.apiId(),
                object.dynamic(),
                object.isPrivate(),
                content.state(),
                snapshot.revision(),
                object.stale());
    }

    /// A page of the objects that can be read; private ones of other tokens are left out.
    ///
    /// @param after where the last page ended
    public ObjectPage list(Optional<Ghid> after, Optional<Bytes> token) {
        return list.page(after, token);
    }

    /// A new state of an own dynamic object.
    ///
    /// @param isPrivate false makes a private object public for ever
    /// @param cause the application that pushes
    public Published update(Ghid address, Bytes state, boolean isPrivate, Optional<Bytes> token, Object cause)
            throws InterruptedException {
        ManagedObject object = demand(address, token);
        if (!object.own()) {
            throw Refusals.notOwner(address);
        }
        if (!object.dynamic()) {
            throw Refusals.notDynamic(address);
        }
        if (isPrivate && !object.isPrivate()) {
            throw Refusals.argument("A public object cannot become private again.");
        }
        ObjectRecord change = null;
        if (object.isPrivate() && !isPrivate) {
            int limit = object.remembered().map(ObjectRecord::historyLimit).orElse(ObjectSettings.HISTORY_LIMIT);
            change = new ObjectRecord(Role.OWN_DYNAMIC, false, limit, Optional.empty());
        }
        Content content = new Content(object.snapshot().content().apiId(), state.compact());
        return writing.update(object, content, change, cause);
    }

    /// Looks for a newer state at all connected relays.
    public void sync(Ghid address, Optional<Bytes> token) throws InterruptedException {
        ManagedObject object = demand(address, token);
        if (!object.dynamic()) {
            return;
        }
        Reading.Looked looked = reading.look(address, Optional.empty(), true);
        lookForDeletion(address, looked);
        if (states.debound(address)) {
            throw Refusals.dead(address);
        }
        if (looked.intake().isPresent() || (object.own() && !looked.undecided())) {
            return;
        }
        throw new LocalRefusal(
                ErrorCode.GENERIC,
                LocalRefusal.Reason.UNAVAILABLE,
                "No relay that can be reached has " + address + "; try again when connected.");
    }

    /// A static object with the current published state.
    public Ghid freeze(Ghid address, Optional<Bytes> token) throws InterruptedException {
        ManagedObject object = demand(address, token);
        if (!object.dynamic()) {
            throw Refusals.notDynamic(address);
        }
        for (int attempt = 0; attempt < 3; attempt++) {
            Optional<DynamicState> state = commits.view().dynamic(address).filter(DynamicState::live);
            Optional<KeyChain> keys = keyring.find(commits.view(), address);
            Optional<Container> container = state.flatMap(now -> states.stored(now.target(), Container.class));
            if (keys.isPresent() && container.isPresent()
                    && keys.get().container().equals(container.get().ghid())) {
                return freeze(object, container.get(), keys.get());
            }
            // A newer state came in between: look again.
        }
        throw Refusals.failed("The object " + address + " changes too fast to be frozen; try again.");
    }

    private Ghid freeze(ManagedObject object, Container container, KeyChain keys) throws InterruptedException {
        Ghid address = container.ghid();
        List<Change> changes = new ArrayList<>();
        changes.add(keyring.put(address, KeyChain.of(0, address, keys.secret())));
        if (object.isPrivate()) {
            ObjectRecord record = object.remembered().orElseThrow();
            changes.add(states.put(address, new ObjectRecord(Role.OWN_STATIC, true, 1, record.token())));
        }
        writing.bind(address, Optional.of(container), changes);
        return address;
    }

    /// An own binding on the object, so that it outlives its owner's deletion.
    public void hold(Ghid address, Optional<Bytes> token) throws InterruptedException {
        ManagedObject object = demand(address, token);
        Optional<Container> container =
                object.dynamic() ? Optional.empty() : states.stored(address, Container.class);
        writing.bind(address, container, List.of());
    }

    /// Deletes an own object for everybody. Doing it again succeeds.
    public void delete(Ghid address, Optional<Bytes> token, Object cause) throws InterruptedException {
        states.find(address).ifPresent(object -> demandVisible(object, token));
        deleting.delete(address, cause);
    }

    /// An application begins to track the object: it is kept in memory, and followed if it is dynamic.
    public void track(Ghid address) {
        states.track(address);
        if (states.find(address).map(ManagedObject::dynamic).orElse(true)) {
            links.follow(address);
        }
    }

    /// It no longer does.
    public void untrack(Ghid address) {
        if (states.untrack(address)
                && states.record(address).filter(record -> record.role() != Role.OWN_STATIC).isEmpty()) {
            links.unfollow(address);
        }
    }

    /// Whether the object may be shared, and with which key.
    public Offerable offerable(Ghid address, Optional<Bytes> token) {
        ManagedObject object = demand(address, token);
        if (object.isPrivate()) {
            throw Refusals.unsharable(address);
        }
        KeyChain keys = keyring.find(commits.view(), address).orElseThrow(() -> Refusals.unknownSecret(address));
        return new Offerable(object.binder(), keys);
    }

    /// What waits in an outbox for the object, if it does.
    public Optional<Ghid> outboxKey(Ghid address) {
        if (commits.view().dynamic(address).isPresent()) {
            return Optional.of(address);
        }
        return new Publications(commits.view()).boundTo(address).stream().findFirst();
    }

    /// Takes over an object that was offered: on return its key is on disk, if it was taken over or known already.
    public Intake adopt(Ghid address, OfferedKey offered) throws InterruptedException {
        Optional<ManagedObject> local = states.find(address);
        if (local.isPresent() && (local.get().own() || !local.get().dynamic())) {
            return intake.contradicts(address, offered) ? new Intake.Contradiction() : new Intake.Known();
        }
        if (states.debound(address)) {
            return new Intake.Dead();
        }
        Reading.Looked looked = reading.look(address, Optional.of(offered), false);
        Intake result = looked.intake().orElse(new Intake.Withheld("no relay has it now"));
        if (offered.secret().suite() == CipherSuite.SUITE_1 && result instanceof Intake.Taken) {
            followForEver(address);
        }
        return result;
    }

    private void followForEver(Ghid address) {
        StoreView view = commits.view();
        if (view.dynamic(address).isPresent()
                && view.record(ObjectRecord.SPACE, address.bytes()).isEmpty()
                && view.records(ObjectRecord.SPACE, Bytes.EMPTY, MOST_FOLLOWED).size() < MOST_FOLLOWED) {
            ObjectRecord record = new ObjectRecord(Role.FOLLOWED, false, 0, Optional.empty());
            commits.commit(List.of(states.put(address, record)));
            links.follow(address);
        }
    }

    /// The objects to publish for `item` now.
    public Optional<Publication> publication(OutboxItem item) {
        return Commits.readable(() -> new Publications(commits.view()).of(item));
    }

    /// A relay has taken a state.
    public void accepted(RelayLink link, Publication publication) {
        if (publication.item() instanceof OutboxItem.DynamicState state) {
            states.loaded(state.dynamic()).ifPresent(object -> {
                object.takenBy(link, publication.counter());
                Snapshot snapshot = object.snapshot();
                if (snapshot.counter() == publication.counter()) {
                    object.accept(new Pin(snapshot.counter(), snapshot.frame()));
                }
            });
        }
    }

    /// What follows from a relay's refusal of a state, binding or debinding.
    public Resolution refused(RelayLink link, Publication publication, Answer.Failure failure)
            throws InterruptedException {
        return switch (failure.code()) {
            case ILLEGAL_DYNAMIC_FRAME, UNBOUND_CONTAINER -> publication.item() instanceof OutboxItem.DynamicState state
                    ? overtaken(link, state.dynamic(), publication)
                    : new Resolution.Never(failure.code().name());
            case INVALID_IDENTITY -> new Resolution.Again(List.of(account.identity().identity().encoded()));
            case ALREADY_DEBOUND -> debound(link, publication);
            case QUOTA_EXCEEDED, EXCEPTION, GENERIC, REMOTE_NAK, COMMS, IPC, UNKNOWN_TOKEN, DISPATCH, UNKNOWN_SECRET ->
                new Resolution.Later(failure.code().name());
            case MALFORMED, VERIFICATION_FAILURE, INVALID_TARGET, INCONSISTENT_AUTHOR, DOES_NOT_EXIST, VALUE ->
                new Resolution.Never(failure.code().name());
        };
    }

    private Resolution overtaken(RelayLink link, Ghid dynamic, Publication publication) throws InterruptedException {
        Optional<Frame> shown = Reading.ask(link, new RelayRequest.Get(dynamic))
                .flatMap(ContainerSource::read)
                .filter(Frame.class::isInstance)
                .map(Frame.class::cast)
                .filter(frame -> frame.dynamic().equals(dynamic));
        if (shown.isEmpty()) {
            return new Resolution.Later("it does not show what it has instead");
        }
        if (shown.get().encoded().equals(publication.objects().getFirst())) {
            return new Resolution.Again(List.of());
        }
        return switch (intake.take(link, shown.get())) {
            case Intake.Taken _,Intake.Tied _ -> new Resolution.Conflict();
            // Something newer of ours is there or on its way.
            case Intake.Known _,Intake.Behind _,Intake.Dead _ -> new Resolution.Settled();
            case Intake.Withheld withheld -> new Resolution.Later(withheld.reason());
            case Intake.Unreadable unreadable -> new Resolution.Never(
                    "another device is ahead and its state cannot be read: " + unreadable.reason());
            case Intake.Contradiction _ -> new Resolution.Never("another device is ahead");
            case Intake.Refused refused -> new Resolution.Never(refused.reason());
        };
    }

    private Resolution debound(RelayLink link, Publication publication) throws InterruptedException {
        if (publication.item() instanceof OutboxItem.DynamicState state && deleting.missing(link, state.dynamic())) {
            return new Resolution.Settled();
        }
        return new Resolution.Never(ErrorCode.ALREADY_DEBOUND.name());
    }

    /// A relay announces an object at a followed address. Short.
    public Answer updated(RelayLink link, Ghid subject, GolixObject object) {
        if (!links.follows(subject)) {
            // Nobody asked, or nobody wants to know any more. A relay must not be able to keep this node busy with it.
            return ok();
        }
        if (object instanceof Frame frame && frame.dynamic().equals(subject)) {
            return announced(link, frame);
        }
        if (object instanceof Debinding debinding) {
            return deleted(subject, debinding);
        }
        return new Answer.Failure(ErrorCode.VALUE, "This is not what was subscribed to.");
    }

    private Answer announced(RelayLink link, Frame frame) {
        try {
            mailboxes.offer(link, frame);
            return ok();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Failure(ErrorCode.EXCEPTION, "");
        }
    }

    /// On the thread that brought it: a relay that sends many waits for the disk, and others do not.
    private Answer deleted(Ghid subject, Debinding debinding) {
        try {
            deleting.announced(subject, debinding);
            return ok();
        } catch (LocalRefusal refused) {
            LOG.log(Level.WARNING, "A deletion could not be taken over: address={0} reason={1}",
                    subject, refused.getMessage());
            return new Answer.Failure(ErrorCode.EXCEPTION, "");
        }
    }

    private static Answer ok() {
        return new Answer.Success(Bytes.owning(new byte[]{1}));
    }

    /// Before what waits here is sent, as the relay would drop what another device has pushed.
    private void takeDiverged(RelayLink link, Frame frame) {
        try {
            Intake _ = intake.take(link, frame);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (LocalRefusal | IllegalStateException failed) {
            LOG.log(Level.WARNING, "A state of another device could not be taken over: address={0} reason={1}",
                    frame.dynamic(), failed.getMessage());
        }
    }

    /// What a relay answered when a followed address was fetched after connecting. Short, but for own objects that another
    /// device has pushed meanwhile.
    public void fetched(RelayLink link, Ghid address, Answer answer) {
        if (ContainerSource.read(answer).orElse(null) instanceof Frame frame && frame.dynamic().equals(address)) {
            if (intake.diverged(frame) == FrameIntake.Divergence.NONE) {
                var _ = announced(link, frame);
            } else {
                takeDiverged(link, frame);
            }
        } else if (answer instanceof Answer.Failure failure && failure.code() == ErrorCode.DOES_NOT_EXIST) {
            Thread.startVirtualThread(() -> missing(link, address));
        }
    }

    /// A relay has nothing at the address of an object that is known here: its owner may have deleted it while nobody
    /// followed it.
    private void lookForDeletion(Ghid address, Reading.Looked looked) {
        if (looked.intake().isEmpty()) {
            looked.without().forEach(link -> missing(link, address));
        }
    }

    private void missing(RelayLink link, Ghid address) {
        try {
            boolean own = commits.view().dynamic(address)
                    .filter(state -> state.binder().equals(account.fingerprint()))
                    .isPresent();
            if (!deleting.missing(link, address) && own) {
                intake.republish(link, address);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "What a relay lacks could not be looked into: relay={0} address={1} reason={2}",
                    link.uri(), address, failure.getMessage());
        }
    }

    /// A relay does not know the account (any more): it gets everything.
    public void republishAll(RelayLink link) {
        List<OutboxItem> items = new ArrayList<>();
        Publications publications = new Publications(commits.view());
        for (StoreView.Entry entry : publications.all(Publications.GONE)) {
            ContainerSource.decode(entry.value()).ifPresent(debinding -> items.add(
                    new OutboxItem.Loose(debinding.ghid(), debinding.encoded(), Optional.empty())));
        }
        states.remembered(Role.OWN_DYNAMIC, Role.ACCOUNT)
                .forEach(address -> items.add(new OutboxItem.DynamicState(address)));
        for (StoreView.Entry entry : publications.all(Publications.BOUND)) {
            items.add(new OutboxItem.Bound(Ghid.fromBytes(entry.key())));
        }
        try {
            for (int from = 0; from < items.size(); from += REPUBLISH_BATCH) {
                List<OutboxItem> batch = items.subList(from, Math.min(from + REPUBLISH_BATCH, items.size()));
                RelayLinks.Dispatch dispatch = links.reserve(link, batch.toArray(OutboxItem[]::new));
                commits.commit(dispatch.changes());
                dispatch.confirm();
            }
        } catch (LocalRefusal refused) {
            LOG.log(Level.WARNING, "A relay cannot get all objects of the account: relay={0} reason={1}",
                    link.uri(), refused.getMessage());
        }
    }

    /// A relay came or went: what was fresh may have changed meanwhile.
    public void relayLost() {
        states.loaded().forEach(object -> object.fresh(false));
    }

    /// The pins of own objects that are not on disk yet.
    public UnwrittenPins unwrittenPins() {
        List<Change> changes = new ArrayList<>();
        List<Runnable> written = new ArrayList<>();
        for (ManagedObject object : states.loaded()) {
            object.unwrittenPin().ifPresent(pin -> {
                changes.add(pin.put(object.address()));
                written.add(() -> object.pinWritten(pin));
            });
        }
        return new UnwrittenPins(changes, () -> written.forEach(Runnable::run));
    }

    /// Pins to be written.
    ///
    /// @param changes that write them
    /// @param written to be run when that is done
    public record UnwrittenPins(List<Change> changes, Runnable written) {}

    private boolean forApplications(Ghid address) {
        return states.loaded(address).filter(ManagedObject::keepsAccount).isEmpty();
    }

    /// States of an object that lost against another device, and of which no application was told.
    public List<Bytes> lost(Ghid address) {
        return lostStates.of(address);
    }

    /// An application was told of one.
    public void lostTold(Ghid address, Bytes lost) {
        lostStates.told(address, lost);
    }

    /// What the account keeps for its other devices.
    public AccountObjects accountObjects() {
        return accountObjects;
    }

    /// Finds identities, for those who share.
    public Identities identities() {
        return identities;
    }

    private ManagedObject demand(Ghid address, Optional<Bytes> token) {
        Optional<ManagedObject> object = states.find(address);
        if (object.isEmpty()) {
            if (states.debound(address)) {
                throw Refusals.dead(address);
            }
            throw commits.view().dynamic(address).isPresent()
                    ? Refusals.unknownSecret(address)
                    : Refusals.unknown(address);
        }
        demandVisible(object.get(), token);
        return object.get();
    }

    /// A private object is not there for other applications, one that keeps the account for none.
    private static void demandVisible(ManagedObject object, Optional<Bytes> token) {
        if (object.dead()) {
            throw Refusals.dead(object.address());
        }
        if (object.keepsAccount()
                || (object.isPrivate() && !object.remembered().flatMap(ObjectRecord::token).equals(token))) {
            throw Refusals.unknown(object.address());
        }
    }

    /// Writes what follows from two devices having pushed at once.
    private final class TieBreaker implements FrameIntake.TieBreaker {
        @Override
        public void settleSoon(ManagedObject object, Snapshot winner) {
            Objects.this.settleSoon(object, winner);
        }

        @Override
        public boolean giveWay(ManagedObject object, Content winner, long newest) {
            return writing.giveWay(object, winner, newest);
        }
    }

    /// Both devices may see the tie: a random wait lets one of them settle it for both.
    private void settleSoon(ManagedObject object, Snapshot winner) {
        long wait = settings.jitter().nextLong(SETTLE_MILLIS);
        Thread.ofVirtual().name("settle").start(() -> {
            try {
                Thread.sleep(wait);
                if (!closed && object.snapshot().equals(winner) && !object.dead()) {
                    boolean _ = writing.giveWay(object, winner.content(), winner.counter());
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (LocalRefusal | IllegalStateException lost) {
                LOG.log(Level.DEBUG, "A conflict is left for others to settle: address={0}", object.address());
            }
        });
    }

    /// Begins nothing more by itself.
    @Override
    public void close() {
        closed = true;
    }

    /// What an offer needs.
    public record Offerable(Ghid binder, KeyChain keys) {}
}
