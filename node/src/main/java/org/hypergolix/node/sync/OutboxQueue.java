package org.hypergolix.node.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.hypergolix.golix.Ghid;
import org.jspecify.annotations.Nullable;

/// What one relay is to get, and in which order: the rules, without threads, clock or disk.
///
/// 1. Items leave in the order of their sequence numbers.
/// 2. A later item with the same key replaces an earlier one that still waits: the newest state counts.
/// 3. An item that names another as its predecessor does not leave before it: if the other waits, it goes first.
/// 4. What was sent and not answered when the conversation ended waits again, at its old place.
/// 5. What a relay cannot take now waits aside, until the time it was given, and holds nobody else up.
/// 6. An older state never follows a newer one of the same key.
final class OutboxQueue {
    private final TreeMap<Long, Entry> waiting = new TreeMap<>();
    private final Map<Ghid, Entry> waitingByKey = new HashMap<>();
    private final Map<Ghid, Entry> sent = new LinkedHashMap<>();

    /// How many items wait or are under way.
    int size() {
        return waiting.size() + sent.size();
    }

    /// How many are under way.
    int sentCount() {
        return sent.size();
    }

    /// Adds an item.
    void add(Entry entry) {
        Entry underWay = sent.get(entry.item.key());
        if (underWay != null && entry.olderThan(underWay)) {
            underWay.waiters.addAll(entry.waiters);
            return;
        }
        Entry earlier = waitingByKey.get(entry.item.key());
        if (earlier != null) {
            if (entry.olderThan(earlier)) {
                earlier.waiters.addAll(entry.waiters);
                return;
            }
            waiting.remove(earlier.sequence);
            entry.waiters.addAll(earlier.waiters);
        }
        waiting.put(entry.sequence, entry);
        waitingByKey.put(entry.item.key(), entry);
    }

    /// The next item to send, now under way. Nothing if none is due, or a predecessor of all is under way still.
    Optional<Entry> take(long nowMillis) {
        for (Entry entry : waiting.values()) {
            if (entry.notBeforeMillis <= nowMillis && !sent.containsKey(entry.item.key())) {
                Entry first = predecessor(entry, nowMillis);
                waiting.remove(first.sequence);
                waitingByKey.remove(first.item.key());
                sent.put(first.item.key(), first);
                return Optional.of(first);
            }
        }
        return Optional.empty();
    }

    /// When an item that waits aside is due, or nothing if none does.
    Optional<Long> nextDueMillis() {
        return waiting.values().stream()
                .filter(entry -> entry.notBeforeMillis > 0)
                .map(entry -> entry.notBeforeMillis)
                .min(Long::compare);
    }

    /// An item is done with, well or badly.
    void finish(Entry entry) {
        sent.remove(entry.item.key(), entry);
    }

    /// An item waits again, not before `notBeforeMillis`.
    void putBack(Entry entry, long notBeforeMillis) {
        if (!sent.remove(entry.item.key(), entry)) {
            return;
        }
        Entry later = waitingByKey.get(entry.item.key());
        if (later != null) {
            later.waiters.addAll(entry.waiters);
            return;
        }
        entry.payload = null;
        entry.notBeforeMillis = notBeforeMillis;
        waiting.put(entry.sequence, entry);
        waitingByKey.put(entry.item.key(), entry);
    }

    /// The conversation ended: everything under way waits again. Returns whoever waited for an answer.
    List<CompletableFuture<Delivery>> disconnect() {
        List<CompletableFuture<Delivery>> waiters = new ArrayList<>();
        for (Entry entry : List.copyOf(sent.values())) {
            putBack(entry, 0);
        }
        for (Entry entry : waiting.values()) {
            entry.payload = null;
            entry.notBeforeMillis = 0;
            waiters.addAll(entry.waiters);
            entry.waiters.clear();
        }
        return waiters;
    }

    /// Whether an item with this key waits or is under way.
    boolean contains(Ghid key) {
        return waitingByKey.containsKey(key) || sent.containsKey(key);
    }

    private Entry predecessor(Entry entry, long nowMillis) {
        if (entry.item instanceof OutboxItem.Loose loose && loose.after().isPresent()) {
            Entry before = waitingByKey.get(loose.after().get());
            if (before != null && before.notBeforeMillis <= nowMillis && !sent.containsKey(before.item.key())) {
                return before;
            }
        }
        return entry;
    }

    /// One item on its way.
    static final class Entry {
        final OutboxItem item;
        final long sequence;
        final List<CompletableFuture<Delivery>> waiters = new ArrayList<>();
        @Nullable
        Publication payload;
        long notBeforeMillis;
        int attempts;
        boolean repaired;

        Entry(OutboxItem item, long sequence, @Nullable Publication payload) {
            this.item = item;
            this.sequence = sequence;
            this.payload = payload;
        }

        private boolean olderThan(Entry other) {
            return payload != null
                    && other.payload != null
                    && Long.compareUnsigned(payload.counter(), other.payload.counter()) < 0;
        }
    }
}
