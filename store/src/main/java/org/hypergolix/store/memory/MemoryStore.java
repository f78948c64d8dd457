package org.hypergolix.store.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.store.Binding;
import org.hypergolix.store.Change;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.ObjectStore;
import org.hypergolix.store.StoreException;
import org.hypergolix.store.StoredObject;
import org.jspecify.annotations.Nullable;

/// The reference store: what every other store must behave like. Nothing survives the process.
///
/// Safe for use by any thread; a commit is seen whole or not at all.
public final class MemoryStore implements ObjectStore {
    private static final Comparator<Expired> EARLIEST_FIRST =
            Comparator.comparingLong(Expired::untilMillis).thenComparing(Expired::dynamic);

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Ghid, GolixObject> objects = new HashMap<>();
    private final Map<Ghid, DynamicState> dynamics = new HashMap<>();
    private final Map<Ghid, NavigableSet<Ghid>> staticHolders = new HashMap<>();
    private final Map<Ghid, NavigableSet<Ghid>> dynamicHolders = new HashMap<>();
    private final Map<Ghid, NavigableSet<Ghid>> supersededHolders = new HashMap<>();
    private final Map<Ghid, NavigableSet<Ghid>> debindings = new HashMap<>();
    private final Map<Debound, Ghid> debindingsByParty = new HashMap<>();
    private final Map<Ghid, SequencedSet<Ghid>> requests = new HashMap<>();
    private final Map<Ghid, Expired> superseded = new HashMap<>();
    private final NavigableSet<Expired> deadlines = new TreeSet<>(EARLIEST_FIRST);
    private final Map<String, NavigableMap<Bytes, Bytes>> records = new HashMap<>();
    private long objectBytes;
    private boolean closed;

    /// What a debinding says.
    private record Debound(Ghid target, Ghid debinder) {}

    @Override
    public Optional<StoredObject> find(Ghid address) {
        return read(() -> Optional.ofNullable(objects.get(address)).map(StoredObject::of));
    }

    @Override
    public Optional<DynamicState> dynamic(Ghid dynamic) {
        return read(() -> Optional.ofNullable(dynamics.get(dynamic)));
    }

    @Override
    public List<Binding> bindings(Ghid target, int limit) {
        return read(() -> {
            Stream<Binding> byStatic = members(staticHolders, target).map(Binding.ByStatic::new);
            Stream<Binding> byDynamic = members(dynamicHolders, target).map(Binding.ByDynamic::new);
            Stream<Binding> kept = members(supersededHolders, target).map(this::keptFor);
            return Stream.concat(Stream.concat(byStatic, byDynamic), kept).limit(limit).toList();
        });
    }

    private Binding keptFor(Ghid dynamic) {
        Expired grace = superseded.get(dynamic);
        if (grace == null) {
            throw new IllegalStateException("A holder of a superseded container has none.");
        }
        return new Binding.Superseded(dynamic, grace.untilMillis());
    }

    @Override
    public List<Ghid> dynamicHolders(Ghid target, @Nullable Ghid after, int limit) {
        return read(() -> members(dynamicHolders, target)
                .filter(holder -> after == null || holder.compareTo(after) > 0).limit(limit).toList());
    }

    @Override
    public List<Ghid> debindings(Ghid target, int limit) {
        return read(() -> members(debindings, target).limit(limit).toList());
    }

    @Override
    public Optional<Ghid> debinding(Ghid target, Ghid debinder) {
        return read(() -> Optional.ofNullable(debindingsByParty.get(new Debound(target, debinder))));
    }

    @Override
    public List<Ghid> requests(Ghid recipient, int limit) {
        return read(() -> requests.getOrDefault(recipient, new LinkedHashSet<>()).stream().limit(limit).toList());
    }

    @Override
    public List<Ghid> superseded(Ghid dynamic) {
        return read(() -> Stream.ofNullable(superseded.get(dynamic)).map(Expired::container).toList());
    }

    @Override
    public List<Expired> expired(long nowMillis, int limit) {
        return read(
                () -> deadlines.stream().takeWhile(grace -> grace.untilMillis() <= nowMillis).limit(limit).toList());
    }

    @Override
    public Optional<Bytes> record(String space, Bytes key) {
        return read(() -> Optional.ofNullable(space(space).get(key)));
    }

    @Override
    public List<Entry> records(String space, Bytes from, int limit) {
        return read(() -> space(space).tailMap(from, true).entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue())).limit(limit).toList());
    }

    @Override
    public Usage usage() {
        return read(() -> new Usage(objects.size(), objectBytes, 0));
    }

    @Override
    public void commit(List<Change> changes) {
        lock.writeLock().lock();
        try {
            checkOpen();
            changes.forEach(this::apply);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T read(Supplier<T> query) {
        lock.readLock().lock();
        try {
            checkOpen();
            return query.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreException(StoreException.Reason.CLOSED, "The store is closed.");
        }
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Put(GolixObject object) -> put(compact(object));
            case Change.Remove(Ghid address) -> remove(address);
            case Change.RemoveDynamic(Ghid dynamic) -> removeDynamic(dynamic);
            case Change.Supersede(Ghid dynamic, Ghid container, long untilMillis) ->
                supersede(new Expired(dynamic, container, untilMillis));
            case Change.EndSupersede(Ghid dynamic, Ghid container) -> {
                Expired grace = superseded.get(dynamic);
                if (grace != null && grace.container().equals(container)) {
                    endGrace(grace);
                }
            }
            case Change.PutRecord(String space, Bytes key, Bytes value) ->
                records.computeIfAbsent(space, _ -> new TreeMap<>()).put(key.compact(), value.compact());
            case Change.RemoveRecord(String space, Bytes key) -> space(space).remove(key);
        }
    }

    private void put(GolixObject object) {
        if (object instanceof Frame frame) {
            removeDynamic(frame.dynamic());
            DynamicState state = new DynamicState(
                    frame.dynamic(), frame.author(), frame.counter(), frame.ghid(), frame.target(), true);
            dynamics.put(frame.dynamic(), state);
        }
        GolixObject former = objects.put(object.ghid(), object);
        objectBytes += object.encoded().size();
        if (former != null) {
            objectBytes -= former.encoded().size();
        }
        switch (object) {
            case Identity _,Container _ -> {}
            case Frame frame -> add(dynamicHolders, frame.target(), frame.dynamic());
            case StaticBinding binding -> add(staticHolders, binding.target(), binding.ghid());
            case Debinding debinding -> {
                add(debindings, debinding.target(), debinding.ghid());
                debindingsByParty.put(new Debound(debinding.target(), debinding.author()), debinding.ghid());
            }
            case Request request ->
                requests.computeIfAbsent(request.recipient(), _ -> new LinkedHashSet<>()).add(request.ghid());
        }
    }

    private void remove(Ghid address) {
        GolixObject object = objects.get(address);
        if (object == null) {
            return;
        }
        switch (object) {
            case Frame _ -> {
                return;
            }
            case Identity _,Container _ -> {}
            case StaticBinding binding -> drop(staticHolders, binding.target(), address);
            case Debinding debinding -> {
                drop(debindings, debinding.target(), address);
                debindingsByParty.remove(new Debound(debinding.target(), debinding.author()));
            }
            case Request request -> drop(requests, request.recipient(), address);
        }
        forget(address);
    }

    private void removeDynamic(Ghid dynamic) {
        DynamicState state = dynamics.get(dynamic);
        if (state == null || !state.live()) {
            return;
        }
        dynamics.put(dynamic, new DynamicState(
                dynamic, state.binder(), state.counter(), state.frame(), state.target(), false));
        drop(dynamicHolders, state.target(), dynamic);
        forget(state.frame());
    }

    private void forget(Ghid address) {
        GolixObject object = objects.remove(address);
        if (object != null) {
            objectBytes -= object.encoded().size();
        }
    }

    private void supersede(Expired grace) {
        if (!dynamics.containsKey(grace.dynamic())) {
            return;
        }
        Expired former = superseded.get(grace.dynamic());
        if (former != null) {
            endGrace(former);
        }
        superseded.put(grace.dynamic(), grace);
        deadlines.add(grace);
        add(supersededHolders, grace.container(), grace.dynamic());
    }

    private void endGrace(Expired grace) {
        superseded.remove(grace.dynamic());
        deadlines.remove(grace);
        drop(supersededHolders, grace.container(), grace.dynamic());
    }

    private NavigableMap<Bytes, Bytes> space(String name) {
        return records.getOrDefault(name, new TreeMap<>());
    }

    private static Stream<Ghid> members(Map<Ghid, NavigableSet<Ghid>> index, Ghid key) {
        return index.getOrDefault(key, new TreeSet<>()).stream();
    }

    private static void add(Map<Ghid, NavigableSet<Ghid>> index, Ghid key, Ghid member) {
        index.computeIfAbsent(key, _ -> new TreeSet<>()).add(member);
    }

    private static <S extends SequencedSet<Ghid>> void drop(Map<Ghid, S> index, Ghid key, Ghid member) {
        S members = index.get(key);
        if (members != null) {
            members.remove(member);
            if (members.isEmpty()) {
                index.remove(key);
            }
        }
    }

    /// The object by itself, without a larger message it may have come in.
    @SuppressWarnings("ReferenceEquality") // Bytes say that they are compact by returning themselves.
    private static GolixObject compact(GolixObject object) {
        Bytes own = object.encoded().compact();
        if (own == object.encoded()) {
            return object;
        }
        try {
            return GolixCodec.decode(own);
        } catch (MalformedObjectException impossible) {
            throw new IllegalStateException("An object that was decoded before does not decode again.", impossible);
        }
    }
}
