package org.hypergolix.store.ledger;

import java.util.ArrayList;
import java.util.List;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.admission.Admission;
import org.hypergolix.store.admission.Event;
import org.hypergolix.store.admission.Verdict;
import org.hypergolix.store.draft.Draft;

/// Submissions that share one commit: judged in order, each against what is committed and what those before it add.
final class Batch {
    private final Authors authors;
    private final long nowMillis;
    private final Draft draft;
    private final List<Judged> judged = new ArrayList<>();

    /// A submission that waits for the commit.
    private record Judged(Entry entry, Ledger.Outcome outcome, List<Event> events) {}

    Batch(StoreView committed, Authors authors, long nowMillis) {
        this.authors = authors;
        this.nowMillis = nowMillis;
        this.draft = new Draft(committed);
    }

    /// What is to be committed.
    List<Change> changes() {
        return draft.changes();
    }

    /// Judges a submission. One that cannot be judged, as something it needs is damaged, fails by itself.
    void add(Entry entry) {
        try {
            judged.add(judge(entry));
        } catch (RuntimeException failure) {
            entry.outcome().completeExceptionally(asStoreException(failure));
        }
    }

    private Judged judge(Entry entry) {
        // Of its own, so that nothing stays of a submission that is refused half-way.
        Draft own = new Draft(draft);
        List<Event> events = new ArrayList<>();
        boolean fresh = false;
        for (int index = 0; index < entry.checked().size(); index++) {
            switch (judge(entry.checked().get(index), own)) {
                case Verdict.Known _ -> {}
                case Verdict.Refused refused -> {
                    return new Judged(entry, new Ledger.Outcome.Refused(index, refused), List.of());
                }
                case Verdict.Accepted accepted -> {
                    fresh = true;
                    own.applyAll(accepted.changes());
                    events.addAll(accepted.events());
                }
            }
        }
        switch (entry.submission().companion().accompany(own)) {
            case Verdict.Known _ -> {}
            case Verdict.Refused refused -> {
                return new Judged(entry, new Ledger.Outcome.Refused(entry.checked().size(), refused), List.of());
            }
            case Verdict.Accepted accepted -> {
                own.applyAll(accepted.changes());
                events.addAll(accepted.events());
            }
        }
        draft.applyAll(own.changes());
        return new Judged(entry, new Ledger.Outcome.Stored(fresh), events);
    }

    private Verdict judge(Checked checked, StoreView view) {
        return switch (checked) {
            case Checked.Sound(var object) -> Admission.judge(view, object, nowMillis);
            case Checked.Unsound(Verdict.Refused verdict) -> verdict;
            case Checked.Unknown unknown -> switch (Checked.check(
                    unknown.object(), author -> authors.find(author, view))) {
                // The identity came after this object got in line.
                case Checked.Sound(var object) -> Admission.judge(view, object, nowMillis);
                case Checked.Unsound(Verdict.Refused verdict) -> verdict;
                case Checked.Unknown still -> still.refuse().verdict();
            };
        };
    }

    /// Tells everybody, in order, that it is durable.
    void complete(Notifier notifier) {
        for (Judged one : judged) {
            notifier.tell(one.entry().submission().origin(), one.events());
            one.entry().outcome().complete(one.outcome());
        }
    }

    static StoreException asStoreException(Throwable failure) {
        return failure instanceof StoreException known ? known
                : new StoreException(StoreException.Reason.FAILED, "The store failed: " + failure, failure);
    }
}
