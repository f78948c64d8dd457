package org.hypergolix.store.ledger;

import java.lang.System.Logger.Level;
import java.util.List;
import org.hypergolix.store.admission.Event;
import org.jspecify.annotations.Nullable;

/// Tells the listener, whatever it does with it.
final class Notifier {
    private static final System.Logger LOG = System.getLogger(Notifier.class.getName());

    private final Ledger.Listener listener;

    Notifier(Ledger.Listener listener) {
        this.listener = listener;
    }

    void tell(@Nullable Object origin, List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        try {
            listener.committed(origin, List.copyOf(events));
        } catch (RuntimeException | Error failure) {
            // What was committed stays so; the next ones want to hear of theirs.
            LOG.log(Level.ERROR, "A listener of the store failed", failure);
        }
    }
}
