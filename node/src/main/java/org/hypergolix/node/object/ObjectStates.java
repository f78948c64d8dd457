package org.hypergolix.node.object;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.hypergolix.golix.AuthoredObject;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.identity.Contents;
import org.hypergolix.golix.identity.Secret;
import org.hypergolix.golix.identity.UnopenableException;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.golix.identity.Verifier;
import org.hypergolix.node.Commits;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.keyring.KeyChain;
import org.hypergolix.node.keyring.Keyring;
import org.hypergolix.store.Change;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.StoredObject;

/// The objects in memory, and what the store has of the others. Safe for use by any thread.
final class ObjectStates {
    private static final Logger LOG = System.getLogger(ObjectStates.class.getName());
    private static final int PAGE = 256;

    private final Account account;
    private final Commits commits;
    private final Keyring keyring;
    private final Identities identities;
    private final Map<Ghid, ManagedObject> loaded = new ConcurrentHashMap<>();
    private final Map<Ghid, Integer> trackers = new ConcurrentHashMap<>();
    private final AtomicLong revisions = new AtomicLong();

    ObjectStates(Account account, Commits commits, Keyring keyring, Identities identities) {
        this.account = account;
        this.commits = commits;
        this.keyring = keyring;
        this.identities = identities;
    }

    /// The revision of a state that is being taken: one order for all objects, so that it also holds across reloading.
    long nextRevision() {
        return revisions.incrementAndGet();
    }

    /// The object if it is in memory.
    Optional<ManagedObject> loaded(Ghid address) {
        return Optional.ofNullable(loaded.get(address));
    }

    /// Every object in memory.
    List<ManagedObject> loaded() {
        return List.copyOf(loaded.values());
    }

    /// The object as memory or the store has it; nothing if it is unknown, dead, or its key is missing.
    Optional<ManagedObject> find(Ghid address) {
        ManagedObject present = loaded.get(address);
        if (present != null) {
            return Optional.of(present);
        }
        return read(address).map(fresh -> retained(fresh) ? add(fresh) : fresh);
    }

    /// The same without keeping it in memory.
    Optional<ManagedObject> peek(Ghid address) {
        ManagedObject present = loaded.get(address);
        return present != null ? Optional.of(present) : read(address);
    }

    /// Own dynamic objects stay in memory, as their next state continues from there; others while an application
    /// tracks them.
    private boolean retained(ManagedObject object) {
        return (object.own() && object.dynamic()) || trackers.containsKey(object.address());
    }

    /// One more application tracks the object.
    void track(Ghid address) {
        trackers.merge(address, 1, Integer::sum);
    }

    /// One less.
    ///
    /// @return whether none does any more
    boolean untrack(Ghid address) {
        if (trackers.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1) != null) {
            return false;
        }
        ManagedObject object = loaded.get(address);
        if (object != null && !retained(object)) {
            loaded.remove(address);
        }
        return true;
    }

    boolean tracked(Ghid address) {
        return trackers.containsKey(address);
    }

    /// Brings the object's state up to what is stored.
    void refresh(ManagedObject object) {
        boolean current = commits.view().dynamic(object.address())
                .filter(state -> Long.compareUnsigned(state.counter(), object.snapshot().counter()) > 0)
                .isEmpty();
        if (current) {
            return;
        }
        read(object.address()).ifPresent(stored -> {
            if (Long.compareUnsigned(stored.snapshot().counter(), object.snapshot().counter()) > 0) {
                object.advance(stored.snapshot());
            }
        });
    }

    /// Puts a new object into memory.
    ManagedObject add(ManagedObject object) {
        ManagedObject raced = loaded.putIfAbsent(object.address(), object);
        return raced == null ? object : raced;
    }

    /// Drops the object from memory.
    void forget(Ghid address) {
        loaded.remove(address);
    }

    /// Whether a debinding by its owner lies on the address: the object is dead for ever.
    boolean debound(Ghid address) {
        StoreView view = commits.view();
        Optional<DynamicState> state = view.dynamic(address);
        if (state.isPresent()) {
            return !state.get().live();
        }
        return view.record(Publications.GONE, address.bytes()).isPresent();
    }

    /// What is remembered of `address`.
    Optional<ObjectRecord> record(Ghid address) {
        Bytes key = address.bytes();
        return commits.view().record(ObjectRecord.SPACE, key).flatMap(sealed -> {
            Optional<ObjectRecord> record = account.seal().open(ObjectRecord.SPACE, key, sealed)
                    .flatMap(ObjectRecord::decode);
            if (record.isEmpty()) {
                LOG.log(Level.WARNING, "What was remembered of an object is damaged: address={0}", address);
            }
            return record;
        });
    }

    /// The change that remembers `record`.
    Change put(Ghid address, ObjectRecord record) {
        Bytes key = address.bytes();
        return new Change.PutRecord(
                ObjectRecord.SPACE, key, account.seal().seal(ObjectRecord.SPACE, key, record.encode()));
    }

    /// The addresses of all objects that are remembered, in a role of `roles`.
    List<Ghid> remembered(ObjectRecord.Role... roles) {
        List<Ghid> addresses = new ArrayList<>();
        Bytes from = Bytes.EMPTY;
        List<StoreView.Entry> page;
        do {
            page = commits.view().records(ObjectRecord.SPACE, from, PAGE);
            for (StoreView.Entry entry : page) {
                from = Bytes.concat(entry.key(), Bytes.owning(new byte[1]));
                Ghid address = Ghid.fromBytes(entry.key());
                if (record(address).filter(record -> List.of(roles).contains(record.role())).isPresent()) {
                    addresses.add(address);
                }
            }
        } while (page.size() == PAGE);
        return addresses;
    }

    /// The stored frame of a live dynamic address.
    Optional<Frame> frame(Ghid dynamic) {
        return commits.view().dynamic(dynamic)
                .filter(DynamicState::live)
                .flatMap(state -> stored(state.frame(), Frame.class));
    }

    /// A stored object of one kind; damaged counts as absent.
    <T> Optional<T> stored(Ghid address, Class<T> kind) {
        return Commits.readable(() -> commits.view().find(address)
                .map(StoredObject::decode)
                .filter(kind::isInstance)
                .map(kind::cast));
    }

    /// The identity that signed `object`, if it is known and did.
    <T extends AuthoredObject> Optional<Verified<T>> verify(T object) {
        return identities.known(object.author()).flatMap(author -> Verifier.verify(object, author));
    }

    /// What `container` says under `secret`; nothing if it does not open or is no application object.
    static Optional<Content> open(Verified<Container> container, Secret secret) {
        try {
            return Content.decode(Contents.open(container, secret));
        } catch (UnopenableException _) {
            return Optional.empty();
        }
    }

    private Optional<ManagedObject> read(Ghid address) {
        Optional<DynamicState> dynamic = commits.view().dynamic(address);
        if (dynamic.isPresent() && dynamic.get().live()) {
            return readDynamic(dynamic.get());
        }
        if (dynamic.isPresent() || debound(address)) {
            return Optional.empty();
        }
        return readStatic(address);
    }

    private Optional<ManagedObject> readDynamic(DynamicState state) {
        Optional<KeyChain> keys = keyring.find(commits.view(), state.dynamic());
        Optional<Content> content = keys.flatMap(chain -> stored(state.target(), Container.class)
                .flatMap(this::verify)
                .flatMap(container -> open(container, chain.secret())));
        return content.map(found -> {
            boolean own = state.binder().equals(account.fingerprint());
            ManagedObject object = new ManagedObject(
                    state.dynamic(),
                    state.binder(),
                    true,
                    own,
                    new Snapshot(state.counter(), state.frame(), state.target(), found, nextRevision()),
                    record(state.dynamic()));
            if (own) {
                Pin.find(commits.view(), state.dynamic()).ifPresent(object::pinWritten);
            }
            return object;
        });
    }

    private Optional<ManagedObject> readStatic(Ghid address) {
        Optional<Verified<Container>> container = stored(address, Container.class).flatMap(this::verify);
        Optional<KeyChain> keys = container.flatMap(_ -> keyring.find(commits.view(), address));
        return keys.flatMap(chain -> open(container.orElseThrow(), chain.secret()))
                .map(content -> staticObject(container.orElseThrow().object(), content));
    }

    /// A static object that is stored.
    ManagedObject staticObject(Container container, Content content) {
        boolean own = container.author().equals(account.fingerprint());
        return new ManagedObject(
                container.ghid(),
                container.author(),
                false,
                own,
                new Snapshot(0, container.ghid(), container.ghid(), content, nextRevision()),
                record(container.ghid()));
    }

    Identity self() {
        return account.identity().identity();
    }
}
