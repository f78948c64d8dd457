package org.hypergolix.store.draft;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Additions to and removals from sorted lists that lie elsewhere.
///
/// @param <L> names a list
/// @param <K> the place of an entry in its list; lists are sorted by it
/// @param <V> the entry
final class Edits<L, K extends Comparable<K>, V> {
    private final Map<L, NavigableMap<K, Optional<V>>> lists = new HashMap<>();
    private final Function<V, K> key;

    /// @param key gives the place of an entry
    Edits(Function<V, K> key) {
        this.key = key;
    }

    void add(L list, V entry) {
        edits(list).put(key.apply(entry), Optional.of(entry));
    }

    void remove(L list, K place) {
        edits(list).put(place, Optional.empty());
    }

    /// The entry at `place`: as edited, else what `base` gives.
    Optional<V> get(L list, K place, Supplier<Optional<V>> base) {
        NavigableMap<K, Optional<V>> edits = lists.get(list);
        Optional<V> edited = edits == null ? null : edits.get(place);
        return edited == null ? base.get() : edited;
    }

    /// The list as it is with the edits, from the place `from` on, inclusive; null for the beginning.
    ///
    /// @param base reads at most so many entries of the list as it was, in order, from the same start
    List<V> merge(L list, @Nullable K from, int limit, IntFunction<List<V>> base) {
        NavigableMap<K, Optional<V>> edits = lists.get(list);
        if (edits == null) {
            return base.apply(limit);
        }
        return merge(from == null ? edits : edits.tailMap(from, true), limit, base);
    }

    /// The same, but from behind the place `after`.
    List<V> mergeAfter(L list, @Nullable K after, int limit, IntFunction<List<V>> base) {
        NavigableMap<K, Optional<V>> edits = lists.get(list);
        if (edits == null) {
            return base.apply(limit);
        }
        return merge(after == null ? edits : edits.tailMap(after, false), limit, base);
    }

    private List<V> merge(NavigableMap<K, Optional<V>> edits, int limit, IntFunction<List<V>> base) {
        // As many as may have been removed are read more.
        List<V> before = base.apply((int) Math.min(Integer.MAX_VALUE, (long) limit + edits.size()));
        NavigableMap<K, V> merged = new TreeMap<>();
        for (V entry : before) {
            merged.put(key.apply(entry), entry);
        }
        edits.forEach((place, edit) -> edit.ifPresentOrElse(
                entry -> merged.put(place, entry), () -> merged.remove(place)));
        return merged.values().stream().limit(limit).toList();
    }

    private NavigableMap<K, Optional<V>> edits(L list) {
        return lists.computeIfAbsent(list, _ -> new TreeMap<>());
    }
}
