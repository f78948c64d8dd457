package org.hypergolix.node.object;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.keyring.KeyChain;
import org.hypergolix.node.sync.RelayLink;
import org.jspecify.annotations.Nullable;

/// One object in memory: its newest state, and for an own dynamic one what the next state continues from.
///
/// The turn orders the making of frames; it is held while one is sealed, signed and handed in, never while the disk or
/// the network is waited for.
final class ManagedObject {
    private final Ghid address;
    private final Ghid binder;
    private final boolean dynamic;
    private final boolean own;
    private final ReentrantLock turn = new ReentrantLock();
    private final Set<Long> pushing = new HashSet<>();
    private final Set<Long> lost = new HashSet<>();
    private final Map<RelayLink, Long> taken = new HashMap<>();
    private boolean overtaken;
    private long overtakenBy;
    private boolean unreadable;
    private long unreadableCounter;
    private @Nullable Head head;
    private volatile Snapshot snapshot;
    private volatile Optional<ObjectRecord> remembered;
    private volatile boolean dead;
    private volatile boolean fresh;
    private volatile @Nullable Pin accepted;
    private volatile @Nullable Pin acceptedOnDisk;

    ManagedObject(
            Ghid address,
            Ghid binder,
            boolean dynamic,
            boolean own,
            Snapshot snapshot,
            Optional<ObjectRecord> remembered) {
        this.address = address;
        this.binder = binder;
        this.dynamic = dynamic;
        this.own = own;
        this.snapshot = snapshot;
        this.remembered = remembered;
    }

    Ghid address() {
        return address;
    }

    Ghid binder() {
        return binder;
    }

    boolean dynamic() {
        return dynamic;
    }

    boolean own() {
        return own;
    }

    ReentrantLock turn() {
        return turn;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /// Takes a state that is on disk, unless a newer one was taken already.
    ///
    /// @return whether it was taken
    synchronized boolean advance(Snapshot next) {
        int order = Long.compareUnsigned(next.counter(), snapshot.counter());
        if (order < 0 || (order == 0 && next.revision() < snapshot.revision())) {
            return false;
        }
        snapshot = next;
        return true;
    }

    /// The owner has a newer state, with this counter, that cannot be read here.
    ///
    /// @return whether that is news
    synchronized boolean unreadable(long counter) {
        boolean news = !stale();
        if (news || Long.compareUnsigned(unreadableCounter, counter) < 0) {
            unreadable = true;
            unreadableCounter = counter;
        }
        return news && stale();
    }

    /// Whether the state is not the newest, as far as known.
    synchronized boolean stale() {
        return unreadable && Long.compareUnsigned(unreadableCounter, snapshot.counter()) > 0;
    }

    Optional<ObjectRecord> remembered() {
        return remembered;
    }

    void remember(ObjectRecord change) {
        remembered = Optional.of(change);
    }

    boolean isPrivate() {
        return remembered.map(ObjectRecord::isPrivate).orElse(false);
    }

    /// Whether the account keeps itself in it.
    boolean keepsAccount() {
        return remembered.filter(record -> record.role() == ObjectRecord.Role.ACCOUNT).isPresent();
    }

    boolean dead() {
        return dead;
    }

    void die() {
        dead = true;
    }

    /// Whether a connected relay has confirmed the state since it was connected.
    boolean fresh() {
        return fresh;
    }

    void fresh(boolean value) {
        fresh = value;
    }

    /// The newest own frame that a relay has taken.
    Optional<Pin> accepted() {
        return Optional.ofNullable(accepted);
    }

    /// A relay has taken an own frame.
    synchronized void accept(Pin pin) {
        Pin before = accepted;
        if (before == null || Long.compareUnsigned(before.counter(), pin.counter()) < 0) {
            accepted = pin;
        }
    }

    /// A relay has an own frame.
    synchronized void takenBy(RelayLink relay, long counter) {
        taken.merge(relay, counter, (one, other) -> Long.compareUnsigned(one, other) >= 0 ? one : other);
    }

    /// The newest state that all of these relays have taken, as far as known.
    synchronized Optional<Long> takenByAll(List<RelayLink> relays) {
        Optional<Long> least = Optional.empty();
        for (RelayLink relay : relays) {
            Long counter = taken.get(relay);
            if (counter == null) {
                return Optional.empty();
            }
            if (least.isEmpty() || Long.compareUnsigned(counter, least.get()) < 0) {
                least = Optional.of(counter);
            }
        }
        return least;
    }

    /// The pin to write, if it is not on disk yet.
    Optional<Pin> unwrittenPin() {
        Pin newest = accepted;
        return newest == null || newest.equals(acceptedOnDisk) ? Optional.empty() : Optional.of(newest);
    }

    void pinWritten(Pin pin) {
        acceptedOnDisk = pin;
        accept(pin);
    }

    /// Whether the newest own state has not been taken by any relay, as far as known.
    boolean unaccepted() {
        Pin newest = accepted;
        return newest == null || Long.compareUnsigned(newest.counter(), snapshot.counter()) < 0;
    }

    /// A frame with this counter was taken over from another device.
    synchronized void overtaken(long counter) {
        if (!overtaken || Long.compareUnsigned(overtakenBy, counter) < 0) {
            overtaken = true;
            overtakenBy = counter;
        }
    }

    /// Whether another device's frame stands in the way of an own one with this counter.
    synchronized boolean isOvertaken(long counter) {
        return overtaken && Long.compareUnsigned(overtakenBy, counter) >= 0;
    }

    /// A push of this counter begins to wait for the relays.
    synchronized void beginPush(long counter) {
        pushing.add(counter);
    }

    /// It waits no longer.
    ///
    /// @return whether its state has lost against another device's meanwhile
    synchronized boolean endPush(long counter) {
        pushing.remove(counter);
        return lost.remove(counter);
    }

    /// The own state of this counter has lost.
    ///
    /// @return whether nobody waits who will be told
    synchronized boolean lose(long counter) {
        if (!pushing.contains(counter)) {
            return true;
        }
        lost.add(counter);
        return false;
    }

    /// What the next own frame continues from; only within the turn.
    @Nullable
    Head head() {
        return head;
    }

    void head(@Nullable Head next) {
        head = next;
    }

    /// The newest own frame made.
    ///
    /// @param targets of that frame, newest first
    record Head(long counter, List<Ghid> targets, KeyChain keys) {
        Head {
            targets = List.copyOf(targets);
        }
    }
}
