package org.hypergolix.store.draft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hypergolix.golix.Bytes;
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
import org.jspecify.annotations.Nullable;

/// A view with changes on top: shows what a store will hold once they are committed.
///
/// Drafts may lie on each other. What lies below must not change while a draft is in use, so that what admission asks
/// for again and again is read once. Not safe for use by several threads.
public final class Draft implements StoreView {
    private static final Comparator<Expired> EARLIEST_FIRST =
            Comparator.comparingLong(Expired::untilMillis).thenComparing(Expired::dynamic);

    private final StoreView base;
    private final List<Change> changes = new ArrayList<>();
    private final Map<Ghid, Optional<StoredObject>> objects = new HashMap<>();
    private final Map<Ghid, DynamicState> dynamics = new HashMap<>();
    private final Edits<Ghid, Slot, Binding> bindings = new Edits<>(Slot::of);
    private final Edits<Ghid, Ghid, Ghid> dynamicHolders = new Edits<>(holder -> holder);
    private final Edits<Ghid, Ghid, Ghid> debindings = new Edits<>(holder -> holder);
    private final Map<Debound, Optional<Ghid>> debindingsByParty = new HashMap<>();
    private final Map<Ghid, Map<Ghid, Boolean>> requests = new HashMap<>();
    private final Map<Ghid, Optional<Expired>> superseded = new HashMap<>();
    private final Edits<String, Bytes, Entry> records = new Edits<>(Entry::key);
    private final Map<Ghid, Optional<ObjectKind>> kindsBelow = new HashMap<>();
    private final Map<Ghid, Optional<DynamicState>> dynamicsBelow = new HashMap<>();
    private final Map<Ghid, List<Ghid>> supersededBelow = new HashMap<>();

    /// What a debinding says.
    private record Debound(Ghid target, Ghid debinder) {}

    public Draft(StoreView base) {
        this.base = base;
    }

    /// What was applied, in order.
    public List<Change> changes() {
        return Collections.unmodifiableList(changes);
    }

    /// Applies `more` in order.
    public void applyAll(List<Change> more) {
        more.forEach(this::apply);
    }

    /// Applies one change.
    public void apply(Change change) {
        changes.add(change);
        switch (change) {
            case Change.Put(GolixObject object) -> put(object);
            case Change.Remove(Ghid address) -> remove(address);
            case Change.RemoveDynamic(Ghid dynamic) -> removeDynamic(dynamic);
            case Change.Supersede(Ghid dynamic, Ghid container, long untilMillis) ->
                supersede(dynamic, container, untilMillis);
            case Change.EndSupersede(Ghid dynamic, Ghid container) -> endSupersede(dynamic, container);
            case Change.PutRecord(String space, Bytes key, Bytes value) -> records.add(space, new Entry(key, value));
            case Change.RemoveRecord(String space, Bytes key) -> records.remove(space, key);
        }
    }

    private void put(GolixObject object) {
        switch (object) {
            case Identity _,Container _ -> {}
            case Frame frame -> replace(frame);
            case StaticBinding binding ->
                bindings.add(binding.target(), new Binding.ByStatic(binding.ghid()));
            case Debinding debinding -> {
                debindings.add(debinding.target(), debinding.ghid());
                debindingsByParty.put(
                        new Debound(debinding.target(), debinding.author()), Optional.of(debinding.ghid()));
            }
            case Request request -> {
                if (kind(request.ghid()).isEmpty()) {
                    // Behind all others, also if it was removed in this draft before.
                    Map<Ghid, Boolean> edits = requests.computeIfAbsent(
                            request.recipient(), _ -> new LinkedHashMap<>());
                    edits.remove(request.ghid());
                    edits.put(request.ghid(), true);
                }
            }
        }
        objects.put(object.ghid(), Optional.of(StoredObject.of(object)));
    }

    private void replace(Frame frame) {
        removeDynamic(frame.dynamic());
        dynamics.put(frame.dynamic(), new DynamicState(
                frame.dynamic(), frame.author(), frame.counter(), frame.ghid(), frame.target(), true));
        bindings.add(frame.target(), new Binding.ByDynamic(frame.dynamic()));
        dynamicHolders.add(frame.target(), frame.dynamic());
    }

    private void removeDynamic(Ghid dynamic) {
        DynamicState state = dynamic(dynamic).orElse(null);
        if (state == null || !state.live()) {
            return;
        }
        objects.put(state.frame(), Optional.empty());
        bindings.remove(state.target(), new Slot(Slot.Rank.DYNAMIC, dynamic));
        dynamicHolders.remove(state.target(), dynamic);
        dynamics.put(dynamic, new DynamicState(
                dynamic, state.binder(), state.counter(), state.frame(), state.target(), false));
    }

    private void remove(Ghid address) {
        ObjectKind kind = kind(address).orElse(null);
        if (kind == null || kind == ObjectKind.FRAME) {
            return;
        }
        if (kind != ObjectKind.CONTAINER && kind != ObjectKind.IDENTITY) {
            // Only what has an entry in an index is read; containers may be large.
            Damage.unlessDamaged(() -> find(address).map(StoredObject::decode)).ifPresent(this::unlink);
        }
        objects.put(address, Optional.empty());
    }

    private void unlink(GolixObject object) {
        switch (object) {
            case Identity _,Container _,Frame _ -> {}
            case StaticBinding binding ->
                bindings.remove(binding.target(), new Slot(Slot.Rank.STATIC, binding.ghid()));
            case Debinding debinding -> {
                debindings.remove(debinding.target(), debinding.ghid());
                debindingsByParty.put(new Debound(debinding.target(), debinding.author()), Optional.empty());
            }
            case Request request ->
                requests.computeIfAbsent(request.recipient(), _ -> new LinkedHashMap<>())
                        .put(request.ghid(), false);
        }
    }

    private void supersede(Ghid dynamic, Ghid container, long untilMillis) {
        if (dynamic(dynamic).isEmpty()) {
            return;
        }
        superseded(dynamic).forEach(former -> bindings.remove(former, new Slot(Slot.Rank.SUPERSEDED, dynamic)));
        superseded.put(dynamic, Optional.of(new Expired(dynamic, container, untilMillis)));
        bindings.add(container, new Binding.Superseded(dynamic, untilMillis));
    }

    private void endSupersede(Ghid dynamic, Ghid container) {
        if (superseded(dynamic).contains(container)) {
            superseded.put(dynamic, Optional.empty());
            bindings.remove(container, new Slot(Slot.Rank.SUPERSEDED, dynamic));
        }
    }

    @Override
    public Optional<StoredObject> find(Ghid address) {
        Optional<StoredObject> drafted = objects.get(address);
        return drafted == null ? base.find(address) : drafted;
    }

    @Override
    public Optional<ObjectKind> kind(Ghid address) {
        Optional<StoredObject> drafted = objects.get(address);
        return drafted == null ? kindsBelow.computeIfAbsent(address, base::kind) : drafted.map(StoredObject::kind);
    }

    @Override
    public Optional<DynamicState> dynamic(Ghid dynamic) {
        DynamicState drafted = dynamics.get(dynamic);
        return drafted == null ? dynamicsBelow.computeIfAbsent(dynamic, base::dynamic) : Optional.of(drafted);
    }

    @Override
    public List<Binding> bindings(Ghid target, int limit) {
        return bindings.merge(target, null, limit, most -> base.bindings(target, most));
    }

    @Override
    public List<Ghid> dynamicHolders(Ghid target, @Nullable Ghid after, int limit) {
        return dynamicHolders.mergeAfter(target, after, limit, most -> base.dynamicHolders(target, after, most));
    }

    @Override
    public List<Ghid> debindings(Ghid target, int limit) {
        return debindings.merge(target, null, limit, most -> base.debindings(target, most));
    }

    @Override
    public Optional<Ghid> debinding(Ghid target, Ghid debinder) {
        Optional<Ghid> drafted = debindingsByParty.get(new Debound(target, debinder));
        return drafted == null ? base.debinding(target, debinder) : drafted;
    }

    @Override
    public List<Ghid> requests(Ghid recipient, int limit) {
        Map<Ghid, Boolean> edits = requests.get(recipient);
        if (edits == null) {
            return base.requests(recipient, limit);
        }
        int most = (int) Math.min(Integer.MAX_VALUE, (long) limit + edits.size());
        Stream<Ghid> before = base.requests(recipient, most).stream().filter(request -> !edits.containsKey(request));
        Stream<Ghid> added = edits.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey);
        return Stream.concat(before, added).limit(limit).toList();
    }

    @Override
    public List<Ghid> superseded(Ghid dynamic) {
        Optional<Expired> drafted = superseded.get(dynamic);
        return drafted == null ? supersededBelow.computeIfAbsent(dynamic, base::superseded)
                : drafted.map(Expired::container).stream().toList();
    }

    @Override
    public List<Expired> expired(long nowMillis, int limit) {
        int most = (int) Math.min(Integer.MAX_VALUE, (long) limit + superseded.size());
        Stream<Expired> before = base.expired(nowMillis, most).stream()
                .filter(grace -> !superseded.containsKey(grace.dynamic()));
        Stream<Expired> drafted = superseded.values().stream().flatMap(Optional::stream)
                .filter(grace -> grace.untilMillis() <= nowMillis);
        return Stream.concat(before, drafted).sorted(EARLIEST_FIRST).limit(limit).toList();
    }

    @Override
    public Optional<Bytes> record(String space, Bytes key) {
        return records.get(space, key, () -> base.record(space, key).map(value -> new Entry(key, value)))
                .map(Entry::value);
    }

    @Override
    public List<Entry> records(String space, Bytes from, int limit) {
        return records.merge(space, from, limit, most -> base.records(space, from, most));
    }
}
