package org.hypergolix.store.ledger;

import java.lang.System.Logger.Level;
import java.util.List;
import org.hypergolix.store.Change;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.admission.Admission;
import org.hypergolix.store.retention.Retention;

/// Does what falls due with time, and knows when that will be next.
final class Sweeper {
    private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
    private static final long NEVER = Long.MAX_VALUE;

    /// Until a sweep that failed is tried again.
    private static final long RETRY_MILLIS = 10_000;

    /// The longest sleep while something is due some day: the clock may be set.
    private static final long MAX_SLEEP_MILLIS = 1_000;

    private final ObjectStore store;
    private final Notifier notifier;
    /// Due at once: what was left when the store was closed is not known yet.
    private long dueMillis;

    Sweeper(ObjectStore store, Notifier notifier) {
        this.store = store;
        this.notifier = notifier;
    }

    /// How long one may sleep.
    long sleepMillis(long nowMillis) {
        return dueMillis == NEVER ? NEVER : Math.clamp(dueMillis - nowMillis, 0, MAX_SLEEP_MILLIS);
    }

    /// Takes note of what a commit makes fall due.
    void committed(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.Supersede(_, _, long untilMillis)) {
                dueMillis = Math.min(dueMillis, untilMillis);
            } else if (change instanceof Change.PutRecord record && record.space().equals(Retention.UNFINISHED)) {
                dueMillis = 0;
            }
        }
    }

    /// One bounded step, if it is time.
    void sweepIfDue(long nowMillis) {
        if (nowMillis < dueMillis) {
            return;
        }
        try {
            Admission.Sweep sweep = Admission.sweep(store.committing(), nowMillis);
            if (!sweep.accepted().changes().isEmpty()) {
                store.commit(sweep.accepted().changes());
            }
            dueMillis = sweep.unfinished() ? 0 : nextMillis();
            notifier.tell(null, sweep.accepted().events());
        } catch (RuntimeException failure) {
            dueMillis = nowMillis + RETRY_MILLIS;
            LOG.log(Level.WARNING, "The store could not remove what expired", failure);
        }
    }

    private long nextMillis() {
        List<StoreView.Expired> earliest = store.committing().expired(NEVER, 1);
        return earliest.isEmpty() ? NEVER : earliest.getFirst().untilMillis();
    }
}
