package org.hypergolix.store.retention;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.store.Binding;
import org.hypergolix.store.Change;
import org.hypergolix.store.Damage;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.StoredObject;
import org.hypergolix.store.draft.Draft;

/// What is to be done because of one change, done in order, never by recursion, and no more than a number of steps.
final class Worklist {
    /// Two debindings of one address may be valid (a static and a dynamic object of the same address), so that with
    /// three at a time a purge always gets on.
    private static final int LEAST_PURGE = 3;

    private final Draft draft;
    private final long nowMillis;
    private final Deque<Task> tasks = new ArrayDeque<>();
    private final List<Effect> effects = new ArrayList<>();
    private int stepsLeft;
    private boolean unfinished;

    Worklist(StoreView view, long nowMillis, int steps) {
        this.draft = new Draft(view);
        this.nowMillis = nowMillis;
        this.stepsLeft = steps;
    }

    Consequences finish() {
        return new Consequences(draft.changes(), effects, unfinished);
    }

    void store(GolixObject object) {
        switch (object) {
            case Frame frame -> storeFrame(frame);
            case Debinding debinding -> {
                put(debinding);
                undo(debinding);
            }
            case Container container -> {
                put(container);
                tasks.add(new Task.Announce(container.ghid(), null));
            }
            case Identity _,StaticBinding _,Request _ -> put(object);
        }
        drain();
    }

    private void put(GolixObject object) {
        draft.apply(new Change.Put(object));
        tasks.add(new Task.Purge(object.ghid()));
    }

    private void storeFrame(Frame frame) {
        Optional<DynamicState> before = draft.dynamic(frame.dynamic()).filter(DynamicState::live);
        draft.apply(new Change.Put(frame));
        boolean ready = isReady(frame.target());
        if (ready) {
            effects.add(new Effect.Ready(frame));
        }
        before.ifPresentOrElse(state -> supersede(state, frame, ready), () -> {
            tasks.add(new Task.Purge(frame.dynamic()));
            tasks.add(new Task.Announce(frame.dynamic(), null));
        });
    }

    /// Whether a frame with this target can be followed to something.
    private boolean isReady(Ghid target) {
        return draft.kind(target).map(kind -> kind == ObjectKind.CONTAINER)
                .orElseGet(() -> draft.dynamic(target).filter(DynamicState::live).isPresent());
    }

    private void supersede(DynamicState before, Frame frame, boolean ready) {
        Ghid dynamic = frame.dynamic();
        Ghid former = before.target();
        if (former.equals(frame.target())) {
            return;
        }
        if (ready) {
            endGrace(dynamic);
            tasks.add(new Task.Recheck(former));
        } else if (draft.kind(former).filter(Predicate.isEqual(ObjectKind.CONTAINER)).isPresent()) {
            endGrace(dynamic);
            draft.apply(new Change.Supersede(dynamic, former, nowMillis + Retention.SUPERSEDED_MILLIS));
            // Grace is for the container; a dynamic object of the same address has lost a holder.
            draft.dynamic(former).ifPresent(_ -> tasks.add(new Task.Recheck(former)));
        } else {
            // The former frame had nothing to show: what was kept before goes on being kept, until its own time.
            tasks.add(new Task.Recheck(former));
        }
    }

    private void endGrace(Ghid dynamic) {
        for (Ghid container : draft.superseded(dynamic)) {
            draft.apply(new Change.EndSupersede(dynamic, container));
            tasks.add(new Task.Recheck(container));
        }
    }

    private void undo(Debinding debinding) {
        Ghid target = debinding.target();
        Optional<ObjectKind> kind = draft.kind(target);
        if (kind.isEmpty()) {
            tasks.add(new Task.Recheck(target));
            return;
        }
        readable(target).filter(object -> Retention.owner(object).equals(Optional.of(debinding.author())))
                .ifPresent(object -> undo(object, debinding));
    }

    private void undo(GolixObject target, Debinding cause) {
        switch (target) {
            case Identity _,Container _,Frame _ -> {}
            case Debinding _ -> draft.apply(new Change.Remove(target.ghid()));
            case StaticBinding binding -> {
                draft.apply(new Change.Remove(binding.ghid()));
                tasks.add(new Task.Recheck(binding.target()));
            }
            case Request request -> {
                draft.apply(new Change.Remove(request.ghid()));
                effects.add(new Effect.Collected(request.recipient(), cause));
            }
        }
    }

    void sweep() {
        List<StoreView.Expired> expired = draft.expired(nowMillis, stepsLeft);
        unfinished = expired.size() == stepsLeft;
        for (StoreView.Expired grace : expired) {
            draft.apply(new Change.EndSupersede(grace.dynamic(), grace.container()));
            tasks.add(new Task.Recheck(grace.container()));
        }
        drain();
        for (Task kept : Task.kept(draft, stepsLeft)) {
            if (stepsLeft <= 0) {
                break;
            }
            draft.apply(kept.strike());
            tasks.add(kept);
            drain();
        }
        unfinished |= !Task.kept(draft, 1).isEmpty();
    }

    private void drain() {
        while (!tasks.isEmpty()) {
            Task task = tasks.remove();
            if (stepsLeft <= 0) {
                draft.apply(task.keep());
                unfinished = true;
                continue;
            }
            switch (task) {
                case Task.Recheck(Ghid subject) -> recheck(subject);
                case Task.Purge purge -> purge(purge);
                case Task.Announce announce -> announce(announce);
            }
        }
    }

    private void recheck(Ghid address) {
        stepsLeft--;
        List<Binding> bindings = draft.bindings(address, 1);
        if (bindings.isEmpty() && draft.kind(address).filter(Predicate.isEqual(ObjectKind.CONTAINER)).isPresent()) {
            draft.apply(new Change.Remove(address));
        }
        // A superseded binding comes last in the list and holds containers only.
        if (bindings.isEmpty() || bindings.getFirst() instanceof Binding.Superseded) {
            draft.dynamic(address).filter(DynamicState::live).ifPresent(this::collectIfDebound);
        }
    }

    private void collectIfDebound(DynamicState state) {
        draft.debinding(state.dynamic(), state.binder()).ifPresent(cause -> {
            draft.apply(new Change.RemoveDynamic(state.dynamic()));
            if (readable(cause).orElse(null) instanceof Debinding debinding) {
                effects.add(new Effect.Collected(state.dynamic(), debinding));
            }
            endGrace(state.dynamic());
            tasks.add(new Task.Recheck(state.target()));
        });
    }

    /// Debindings may come before their target; those that turn out not to be its owner's are worth nothing.
    private void purge(Task.Purge purge) {
        Ghid target = purge.subject();
        int most = Math.max(LEAST_PURGE, stepsLeft);
        List<Ghid> debindings = draft.debindings(target, most);
        if (debindings.isEmpty()) {
            return;
        }
        Optional<ObjectKind> kind = draft.kind(target);
        Optional<DynamicState> dynamic = draft.dynamic(target);
        if (kind.isEmpty() && dynamic.filter(DynamicState::live).isEmpty()) {
            return;
        }
        Set<Ghid> valid = new HashSet<>();
        dynamic.flatMap(state -> draft.debinding(target, state.binder())).ifPresent(valid::add);
        kind.filter(stored -> stored != ObjectKind.CONTAINER && stored != ObjectKind.IDENTITY)
                .flatMap(_ -> readable(target)).flatMap(Retention::owner)
                .flatMap(owner -> draft.debinding(target, owner)).ifPresent(valid::add);
        debindings.stream().filter(debinding -> !valid.contains(debinding)).forEach(debinding -> {
            draft.apply(new Change.Remove(debinding));
            stepsLeft--;
        });
        if (debindings.size() == most) {
            tasks.add(purge);
        }
    }

    private void announce(Task.Announce announce) {
        Ghid target = announce.subject();
        int most = stepsLeft;
        List<Ghid> holders = draft.dynamicHolders(target, announce.after(), most);
        if (holders.isEmpty() || !isReady(target)) {
            return;
        }
        for (Ghid holder : holders) {
            stepsLeft--;
            draft.dynamic(holder).flatMap(state -> readable(state.frame())).ifPresent(object -> {
                if (object instanceof Frame frame) {
                    effects.add(new Effect.Ready(frame));
                }
            });
            endGrace(holder);
        }
        if (holders.size() == most) {
            tasks.add(new Task.Announce(target, holders.getLast()));
        }
    }

    private Optional<GolixObject> readable(Ghid address) {
        return Damage.unlessDamaged(() -> draft.find(address).map(StoredObject::decode));
    }
}
