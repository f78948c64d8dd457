package org.hypergolix.hgx;

import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hypergolix.golix.Ghid;

/// The handlers of one handle and what waits for them.
///
/// A queue belongs to the object and moves on when a handle is recast, so handlers of one object never run side by side.
final class ObjectHandlers<T> {
    private static final System.Logger LOG = System.getLogger("org.hypergolix.hgx");
    private static final int WAITING_CONFLICTS = 16;

    private final HandlerQueue queue;
    private final Ghid address;
    private final Handlers<HgxObject<T>> updates = new Handlers<>("update");
    private final Handlers<HgxObject.Conflict<T>> conflicts = new Handlers<>("conflict");
    private final Handlers<Ghid> deletions;

    ObjectHandlers(HandlerQueue queue, Ghid address) {
        this(queue, address, new Handlers<>("deletion"));
    }

    private ObjectHandlers(HandlerQueue queue, Ghid address, Handlers<Ghid> deletions) {
        this.queue = queue;
        this.address = address;
        this.deletions = deletions;
    }

    /// Those of the handle that follows this one: the same queue and handlers for deletion.
    <U> ObjectHandlers<U> recast() {
        return new ObjectHandlers<>(queue, address, deletions);
    }

    Handlers<HgxObject<T>> updates() {
        return updates;
    }

    Handlers<HgxObject.Conflict<T>> conflicts() {
        return conflicts;
    }

    Handlers<Ghid> deletions() {
        return deletions;
    }

    /// There is a newer state. While this waits, further ones change nothing: handlers read the state when they run.
    void updated(HgxObject<T> object) {
        if (!updates.isEmpty()) {
            queue.put(new UpdateKey(object), () -> {
                if (object.alive()) {
                    updates.call(object, address);
                }
            });
        }
    }

    /// A push lost. `states` decodes both, when it is the handlers' turn.
    void lost(BooleanSupplier alive, Supplier<HgxObject.Conflict<T>> states) {
        if (conflicts.isEmpty()) {
            return;
        }
        if (queue.count(ConflictKey.class::isInstance) >= WAITING_CONFLICTS) {
            LOG.log(Level.WARNING, "Conflicts come faster than they are handled, one is dropped: object={0}", address);
            queue.dropOldest(ConflictKey.class::isInstance);
        }
        queue.put(new ConflictKey(), () -> {
            if (alive.getAsBoolean()) {
                callConflicts(states);
            }
        });
    }

    private void callConflicts(Supplier<HgxObject.Conflict<T>> states) {
        HgxObject.Conflict<T> both;
        try {
            both = states.get();
        } catch (HgxException.Undecodable failure) {
            LOG.log(Level.WARNING, "A conflict cannot be read and is left out: object={0}", address);
            LOG.log(Level.DEBUG, failure.getMessage());
            return;
        }
        conflicts.call(both, address);
    }

    /// The object was deleted. Nothing follows.
    void deleted() {
        queue.put(DeletionKey.DELETION, () -> {
            deletions.call(address, address);
            queue.close();
        });
    }

    /// The handle died otherwise: what waits is dropped.
    void end() {
        queue.close();
    }

    /// One per handle, so that a recast handle does not swallow the update of the one before.
    private record UpdateKey(Object handle) {}

    /// Every one its own.
    private static final class ConflictKey {}

    private enum DeletionKey {
        DELETION
    }
}
