package org.hypergolix.node.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.node.Commits;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.keyring.KeyChain;
import org.hypergolix.node.keyring.Keyring;
import org.hypergolix.node.keyring.StagedKeys;
import org.hypergolix.node.object.ObjectRecord.Role;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.store.Change;

/// The dynamic objects that an account keeps itself in for its other devices: made, pushed and followed like any own
/// object, and not there for applications. Also takes over what other devices have recorded in them. Safe for use by any
/// thread.
///
/// What is in them is sealed before. Their first key follows from the account; in suite 3 later ones follow from it, in
/// suite 1 it is that of every state.
public final class AccountObjects {
    /// SHA-512 of `hypergolix account objects`.
    private static final Bytes API_ID = Bytes.ofHex(
            "efec46483783c8c406476ec70ee649c94646df5a302123c0ffdd37ceb5c1fbe1"
                    + "d11a88a7c7ea3d55e73a4cf11fa3c7333a89491dcebec497782154e6cc22c930");

    private final Account account;
    private final Commits commits;
    private final ObjectStates states;
    private final RelayLinks links;
    private final Writing writing;
    private final Reading reading;
    private final Deleting deleting;

    AccountObjects(
            Account account,
            Commits commits,
            ObjectStates states,
            RelayLinks links,
            Writing writing,
            Reading reading,
            Deleting deleting) {
        this.account = account;
        this.commits = commits;
        this.states = states;
        this.links = links;
        this.writing = writing;
        this.reading = reading;
        this.deleting = deleting;
    }

    /// Whether `content` is of such an object.
    static boolean keepsAccount(Content content) {
        return content.apiId().equals(API_ID);
    }

    private static ObjectRecord ownRecord() {
        return new ObjectRecord(Role.ACCOUNT, true, 1, Optional.empty());
    }

    /// All that are remembered here.
    public List<Ghid> all() {
        return states.remembered(Role.ACCOUNT);
    }

    /// A new one.
    ///
    /// @param first the key of its first state
    public Ghid create(Secret first, Bytes state) throws InterruptedException {
        return writing.createDynamic(new Content(API_ID, state), ownRecord(), first).address();
    }

    /// Its newest state here.
    public Optional<Bytes> state(Ghid address) {
        return states.find(address).filter(object -> !object.dead()).map(object -> object.snapshot().content().state());
    }

    /// A new state.
    ///
    /// @param cause the listener is told of
    /// @throws org.hypergolix.wire.local.LocalRefusal with a conflict if another device was first
    public void push(Ghid address, Bytes state, Object cause) throws InterruptedException {
        ManagedObject object = states.find(address)
                .orElseThrow(() -> new IllegalStateException("An account object is not here: " + address));
        writing.update(object, new Content(API_ID, state), null, cause);
    }

    /// Removes one for ever.
    public void abandon(Ghid address) throws InterruptedException {
        deleting.delete(address, null);
    }

    /// Looks for the newest state of any object at the relays.
    public void fetch(Ghid address) throws InterruptedException {
        Reading.Looked _ = reading.look(address, Optional.empty(), false);
    }

    /// What is remembered of an object was changed by another device, and is on disk here.
    ///
    /// @return whether it is one that is followed from now on
    public boolean remembered(Ghid address) {
        Optional<ObjectRecord> record = states.record(address);
        record.ifPresent(change -> states.loaded(address).ifPresent(object -> object.remember(change)));
        boolean followed = record.filter(found -> found.role() != Role.OWN_STATIC).isPresent();
        if (followed) {
            links.follow(address);
        }
        return followed;
    }

    /// Whether the owner of an object has deleted it.
    public boolean dead(Ghid address) {
        return states.debound(address);
    }

    /// Another device has deleted an object.
    ///
    /// @param address of the object, or of a binding
    /// @param target of the debinding
    public void adoptDeletion(Ghid address, Ghid target) {
        Debinding debinding = account.identity().debind(target).object();
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.PutRecord(Publications.GONE, address.bytes(), debinding.encoded()));
        changes.add(new Change.RemoveRecord(Keyring.SPACE, address.bytes()));
        changes.add(new Change.RemoveRecord(StagedKeys.SPACE, address.bytes()));
        changes.add(new Change.RemoveRecord(ObjectRecord.SPACE, address.bytes()));
        changes.add(Publications.removeBound(target));
        commits.commit(List.of(debinding), _ -> Commits.adding(changes));
        deleting.bury(address, null);
    }

    /// Another device has made a static binding.
    public void adoptBinding(Ghid binding, Ghid target) {
        StaticBinding made = account.identity().bind(target).object();
        if (made.ghid().equals(binding)) {
            commits.commit(List.of(made), _ -> Commits.adding(List.of(Publications.putBound(made))));
        }
    }

    /// Opens the newest state of an account object that was fetched by somebody without a node.
    ///
    /// @param first the key of its first state
    public static Optional<Restored> open(Frame frame, Verified<Container> container, Secret first) {
        Secret secret = first.suite() == CipherSuite.SUITE_3
                ? first.advance(frame.dynamic(), 0, frame.counter())
                : first;
        return ObjectStates.open(container, secret)
                .filter(AccountObjects::keepsAccount)
                .map(content -> new Restored(frame, container.object(), content.state(), secret));
    }

    /// An account object that was fetched.
    public record Restored(Frame frame, Container container, Bytes state, Secret secret) {

        /// What makes it an account object of a home, to be committed with frame and container.
        public List<Change> changes(Account account) {
            Ghid address = frame.dynamic();
            Bytes key = address.bytes();
            KeyChain keys = KeyChain.of(frame.counter(), frame.target(), secret);
            return List.of(
                    new Keyring(account.seal()).put(address, keys),
                    new Pin(frame.counter(), frame.ghid()).put(address),
                    new Change.PutRecord(ObjectRecord.SPACE, key,
                            account.seal().seal(ObjectRecord.SPACE, key, ownRecord().encode())));
        }

        @Override
        public String toString() {
            return "Restored[" + frame.dynamic() + "]";
        }
    }

    /// Whether the record of an object, unsealed, says that it keeps an account.
    public static boolean keepsAccount(Bytes record) {
        return ObjectRecord.decode(record).filter(found -> found.role() == Role.ACCOUNT).isPresent();
    }

    /// The target of a debinding as it lies in the space `gone`.
    public static Optional<Ghid> debindingTarget(Bytes debinding) {
        return ContainerSource.decode(debinding).filter(Debinding.class::isInstance)
                .map(object -> ((Debinding) object).target());
    }
}
