package org.hypergolix.node.roaming;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.Commits;
import org.hypergolix.node.Refusals;
import org.hypergolix.node.account.Account;
import org.hypergolix.node.keyring.KeyChain;
import org.hypergolix.node.keyring.Keyring;
import org.hypergolix.node.object.AccountObjects;
import org.hypergolix.node.sharing.Sharing;
import org.hypergolix.store.Change;
import org.hypergolix.wire.local.LocalRefusal;
import org.jspecify.annotations.Nullable;

/// Keeps an account's record objects and this device's store at one: what changes here is recorded, what other devices
/// have recorded is taken over. Safe for use by any thread.
///
/// Each record object is brought up to date in the same way, whatever happened: what has changed here since the last
/// agreement is joined with what the object says, the store gets what it lacks in one transaction with the new agreement,
/// and the object a new state if it lacks something. So it does no harm to do it again, and nothing is forgotten by a
/// crash: all of them are looked at when a node starts. Agreements lie in the space `account`, key `agreed` and the number
/// of the object (1), sealed.
public final class Roaming implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Roaming.class.getName());

    /// What record objects are sealed for, beside their number.
    private static final String SEALED_FOR = "record object";
    private static final Bytes AGREED = Bytes.owning("agreed".getBytes(StandardCharsets.US_ASCII));
    private static final int MOST_ATTEMPTS = 8;
    private static final long RETRY_MILLIS = 30_000;

    private final Account account;
    private final Commits commits;
    private final AccountObjects objects;
    private final Settings settings;
    private final Applying applying;
    private final Thread thread;
    private final Map<Bytes, Passed> passed = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final BitSet dirty = new BitSet();
    private volatile boolean closing;
    private volatile Map<Bytes, Integer> numbers = Map.of();
    private volatile Optional<RootObject> root = Optional.empty();

    public Roaming(Account account, Commits commits, AccountObjects objects, Sharing sharing, Settings settings) {
        this.account = account;
        this.commits = commits;
        this.objects = objects;
        this.settings = settings;
        this.applying = new Applying(account, commits, objects, sharing);
        this.thread = Thread.ofVirtual().name("account-records").unstarted(this::work);
    }

    /// How it waits.
    ///
    /// @param delay from a change until it is recorded, so that many changes make one new state
    /// @param closing the longest that closing waits for what is not recorded yet
    public record Settings(Duration delay, Duration closing) {
        /// The usual ones.
        public static Settings defaults(Duration requestTimeout) {
            return new Settings(Duration.ofSeconds(2), requestTimeout);
        }
    }

    /// States of an object that passed since its key was recorded.
    private record Passed(int limit, AtomicInteger count) {}

    /// Makes the account's objects if there are none, and takes over what was recorded. Before the relays are connected
    /// to.
    public void begin() throws InterruptedException {
        RootObject found = RootObject.find(commits.view(), account).orElse(null);
        if (found == null) {
            if (RootObject.exists(commits.view())) {
                throw Refusals.account("What this home knows of its account on relays is damaged;"
                        + " move the home away and log in again.");
            }
            found = create();
        }
        Map<Bytes, Integer> known = new ConcurrentHashMap<>();
        known.put(found.userId().bytes(), -1);
        for (int shard = 0; shard < RecordSpace.SHARDS; shard++) {
            known.put(found.recordObjects().get(shard).bytes(), shard);
        }
        numbers = Map.copyOf(known);
        root = Optional.of(found);
        Optional<Bytes> _ = objects.state(found.userId());
        for (int shard = 0; shard < RecordSpace.SHARDS; shard++) {
            if (!bringUpToDate(found, shard, false)) {
                mark(shard);
            }
        }
        applying.forgetWaiting();
        thread.start();
    }

    private RootObject create() throws InterruptedException {
        for (Ghid left : objects.all()) {
            // Of a creation that did not come to its end: nobody knows of it.
            objects.abandon(left);
        }
        List<Ghid> recordObjects = new ArrayList<>();
        for (int shard = 0; shard < RecordSpace.SHARDS; shard++) {
            recordObjects.add(objects.create(RootObject.recordSecret(account, shard), seal(shard, RecordState.EMPTY)));
        }
        CipherSuite suite = account.identity().identity().suite();
        Ghid userId = objects.create(
                RootObject.firstSecret(account.fingerprint(), suite), account.rootState(recordObjects));
        RootObject made = new RootObject(userId, recordObjects);
        commits.commit(List.of(made.put(account)));
        return made;
    }

    /// What other machines log in with, once [#begin()] has returned.
    public Ghid userId() {
        return root.map(RootObject::userId).orElseThrow();
    }

    /// Whether the account keeps itself in this object.
    public boolean keeps(Ghid address) {
        return numbers.containsKey(address.bytes());
    }

    /// An object of the account has a new state.
    ///
    /// @param cause what the listener was told
    public void updated(Ghid address, @Nullable Object cause) {
        Integer shard = numbers.get(address.bytes());
        if (shard != null && shard >= 0 && cause != this) {
            mark(shard);
        }
    }

    /// Records were committed. Short: runs on the thread that did the work.
    public void committed(List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case Change.PutRecord put -> changed(put.space(), put.key(), true);
                case Change.RemoveRecord removed -> changed(removed.space(), removed.key(), false);
                case Change.Put _,Change.Remove _,Change.RemoveDynamic _,Change.Supersede _,Change.EndSupersede _ -> {
                    // Objects go to relays by themselves.
                }
            }
        }
    }

    private void changed(String name, Bytes key, boolean present) {
        Optional<RecordSpace> space = RecordSpace.named(name);
        if (space.isEmpty() || numbers.containsKey(key)) {
            return;
        }
        if (space.get() == RecordSpace.KEYS) {
            Passed states = passed.get(key);
            if (!present || (states != null && states.count.incrementAndGet() < states.limit)) {
                return;
            }
        }
        mark(space.get().shard(key));
    }

    private void mark(int shard) {
        lock.lock();
        try {
            dirty.set(shard);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            while (true) {
                List<Integer> shards = awaitWork();
                if (shards.isEmpty()) {
                    return;
                }
                boolean failed = false;
                for (int shard : shards) {
                    if (!attempt(shard)) {
                        mark(shard);
                        failed = true;
                    }
                }
                if (failed && closing) {
                    return;
                }
                applying.fetchWaiting();
                if (failed) {
                    pause(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException _) {
            // Only closing interrupts.
        }
    }

    /// The record objects to look at; none at the end.
    private List<Integer> awaitWork() throws InterruptedException {
        lock.lock();
        try {
            while (dirty.isEmpty() && !closing) {
                changed.await();
            }
            pause(settings.delay().toMillis());
            List<Integer> shards = dirty.stream().boxed().toList();
            dirty.clear();
            return shards;
        } finally {
            lock.unlock();
        }
    }

    /// Waits, less if the node closes.
    private void pause(long millis) throws InterruptedException {
        lock.lock();
        try {
            long rest = TimeUnit.MILLISECONDS.toNanos(millis);
            while (rest > 0 && !closing) {
                rest = changed.awaitNanos(rest);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean attempt(int shard) throws InterruptedException {
        try {
            return bringUpToDate(root.orElseThrow(), shard, true);
        } catch (LocalRefusal | IllegalStateException failed) {
            LOG.log(closing ? Level.DEBUG : Level.WARNING,
                    "The account cannot be recorded now; it is tried again: reason={0}", failed.getMessage());
            return false;
        }
    }

    /// @param online whether relays may be asked
    /// @return false if it is to be tried again
    private boolean bringUpToDate(RootObject account, int shard, boolean online) throws InterruptedException {
        Ghid address = account.recordObjects().get(shard);
        if (objects.state(address).isEmpty() && online) {
            objects.fetch(address);
        }
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<Bytes> state = objects.state(address);
            if (state.isEmpty()) {
                return false;
            }
            Optional<RecordState> shown = open(shard, state.get());
            if (shown.isEmpty()) {
                LOG.log(Level.WARNING, "A record object of the account cannot be read, perhaps because a newer program"
                        + " wrote it; nothing is recorded in it: address={0}", address);
                return true;
            }
            if (agree(shard, address, shown.get())) {
                return true;
            }
        }
        return false;
    }

    private boolean agree(int shard, Ghid address, RecordState shown) throws InterruptedException {
        RecordState agreed = agreed(shard);
        LocalRecords local = LocalRecords.read(commits.view(), account.seal(), shard, numbers.keySet());
        RecordState joined = local.since(agreed).join(shown);
        List<Change> agreement = joined.equals(agreed)
                ? List.of()
                : List.of(putAgreed(shard, joined));
        if (!applying.apply(local, joined, agreement)) {
            return false;
        }
        remember(joined);
        if (joined.equals(shown)) {
            return true;
        }
        try {
            objects.push(address, seal(shard, joined), this);
            return true;
        } catch (LocalRefusal refused) {
            if (refused.reason() == LocalRefusal.Reason.CONFLICT) {
                // Another device was first: what it says is joined next.
                return false;
            }
            throw refused;
        }
    }

    private void remember(RecordState joined) {
        joined.entries().forEach((key, entry) -> {
            if (key.space() == RecordSpace.KEYS.id() && entry.value().isPresent()) {
                Passed before = passed.get(key.key());
                if (before == null || before.count.get() >= before.limit) {
                    int limit = entry.value().flatMap(Keyring::decode).map(KeyChain::suite)
                            .map(suite -> suite == CipherSuite.SUITE_1 ? 1 : LocalRecords.lag(suite)).orElse(1);
                    passed.put(key.key(), new Passed(limit, new AtomicInteger()));
                }
            }
        });
    }

    private Bytes seal(int shard, RecordState state) {
        return account.seal().seal(SEALED_FOR, number(shard), state.encode());
    }

    private Optional<RecordState> open(int shard, Bytes sealed) {
        return open(account, shard, sealed);
    }

    /// What a record object says, or nothing if it cannot be read.
    static Optional<RecordState> open(Account account, int shard, Bytes sealed) {
        return account.seal().open(SEALED_FOR, number(shard), sealed).flatMap(RecordState::decode);
    }

    private static Bytes number(int shard) {
        return Bytes.owning(ByteBuffer.allocate(1).put((byte) shard).array());
    }

    private RecordState agreed(int shard) {
        Bytes key = Bytes.concat(AGREED, number(shard));
        return commits.view().record(RootObject.SPACE, key)
                .flatMap(sealed -> account.seal().open(RootObject.SPACE, key, sealed))
                .flatMap(RecordState::decode)
                .orElse(RecordState.EMPTY);
    }

    private Change putAgreed(int shard, RecordState state) {
        Bytes key = Bytes.concat(AGREED, number(shard));
        return new Change.PutRecord(RootObject.SPACE, key, account.seal().seal(RootObject.SPACE, key, state.encode()));
    }

    /// Records what is not recorded yet, as far as that comes to its end soon; the rest is recorded after the next start.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (thread.isAlive() && !thread.join(settings.closing())) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
