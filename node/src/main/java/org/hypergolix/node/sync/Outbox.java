package org.hypergolix.node.sync;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;
import org.jspecify.annotations.Nullable;

/// The durable queue of one relay: space `outbox`, key = relay (8) | u64 sequence, value = [OutboxItem].
///
/// A row is written in the transaction of what it stands for and removed some time after the relay's answer, in bulk.
/// What is left by a crash is sent again: the relay knows it already. An object that is pushed over and over with nothing
/// else behind it keeps its row, so that a push costs no row at all. Safe for use by any thread; the lock is held for
/// memory only.
final class Outbox {
    static final String SPACE = "outbox";

    /// Rows that may wait for one relay.
    static final int MOST_ROWS = 10_000;

    /// Bytes of objects that may wait in rows for one relay.
    static final long MOST_BYTES = 16L * 1024 * 1024;

    /// Rows that nobody needs any more, above which the next reservation removes them rather than the next sweep.
    private static final int MOST_SPENT = 1_000;

    private static final int PAGE = 256;

    private final Bytes relay;
    private final ReentrantLock lock = new ReentrantLock();
    private final OutboxQueue queue = new OutboxQueue();
    private final Map<Ghid, Row> rows = new HashMap<>();
    private final List<Long> spent = new ArrayList<>();
    private long highest;
    private long bytes;

    /// @param relay the relay's 8 bytes, see [RelayName]
    Outbox(Bytes relay) {
        this.relay = relay;
    }

    /// Reads the rows of an earlier run.
    ///
    /// @return rows that cannot be read, to be removed
    List<Change> load(StoreView view) {
        List<Change> unreadable = new ArrayList<>();
        lock.lock();
        try {
            Bytes from = key(0);
            List<StoreView.Entry> page;
            do {
                page = view.records(SPACE, from, PAGE);
                for (StoreView.Entry entry : page) {
                    if (!entry.key().slice(0, relay.size()).equals(relay)) {
                        return unreadable;
                    }
                    if (!load(entry)) {
                        unreadable.add(new Change.RemoveRecord(SPACE, entry.key()));
                    }
                    from = Bytes.concat(entry.key(), Bytes.owning(new byte[1]));
                }
            } while (page.size() == PAGE);
            return unreadable;
        } finally {
            lock.unlock();
        }
    }

    private boolean load(StoreView.Entry entry) {
        Optional<OutboxItem> item = OutboxItem.decode(entry.value());
        if (entry.key().size() != relay.size() + Long.BYTES || item.isEmpty()) {
            return false;
        }
        long sequence = entry.key().slice(relay.size()).asByteBuffer().getLong();
        highest = Math.max(highest, sequence);
        Row earlier = rows.get(item.get().key());
        if (earlier != null) {
            spent.add(earlier.sequence);
        }
        Row row = new Row(sequence, size(item.get()));
        row.durable = true;
        rows.put(item.get().key(), row);
        bytes += row.bytes;
        queue.add(new OutboxQueue.Entry(item.get(), sequence, null));
        return true;
    }

    /// Finds a place for `item`, whose changes are to be committed with what it stands for. Every place is confirmed or
    /// cancelled afterwards.
    ///
    /// @return nothing if the outbox is full
    Optional<Place> reserve(OutboxItem item) {
        lock.lock();
        try {
            Row row = rows.get(item.key());
            if (row != null && row.durable && row.sequence == highest) {
                row.reservations++;
                return Optional.of(new Place(item, row, List.of()));
            }
            long itemBytes = size(item);
            if (rows.size() - queue.size() >= MOST_SPENT || bytes + itemBytes > MOST_BYTES) {
                // What was delivered takes no room. Should the commit fail, the next start sends it once more.
                forgetDelivered();
                row = rows.get(item.key());
            }
            if (row == null && (rows.size() >= MOST_ROWS || bytes + itemBytes > MOST_BYTES)) {
                return Optional.empty();
            }
            Row fresh = new Row(++highest, itemBytes);
            fresh.reservations = 1;
            List<Change> changes = removals();
            changes.add(new Change.PutRecord(SPACE, key(fresh.sequence), item.encode()));
            if (row != null) {
                fresh.earlier = row;
                changes.add(new Change.RemoveRecord(SPACE, key(row.sequence)));
            }
            bytes += itemBytes;
            rows.put(item.key(), fresh);
            return Optional.of(new Place(item, fresh, List.copyOf(changes)));
        } finally {
            lock.unlock();
        }
    }

    /// The next item to send.
    Optional<OutboxQueue.Entry> take(long nowMillis) {
        lock.lock();
        try {
            return queue.take(nowMillis);
        } finally {
            lock.unlock();
        }
    }

    /// The relay has it, or never will.
    void finish(OutboxQueue.Entry entry, Delivery delivery) {
        lock.lock();
        try {
            queue.finish(entry);
        } finally {
            lock.unlock();
        }
        entry.waiters.forEach(waiter -> waiter.complete(delivery));
    }

    /// Not now: the item waits until `notBeforeMillis`. Whoever waits for an answer is told to wait no longer.
    void putBack(OutboxQueue.Entry entry, long notBeforeMillis) {
        List<CompletableFuture<Delivery>> waiters;
        lock.lock();
        try {
            waiters = List.copyOf(entry.waiters);
            if (notBeforeMillis > 0) {
                entry.waiters.clear();
            } else {
                waiters = List.of();
            }
            queue.putBack(entry, notBeforeMillis);
        } finally {
            lock.unlock();
        }
        waiters.forEach(waiter -> waiter.complete(Delivery.LOST));
    }

    /// The conversation ended.
    void disconnect() {
        List<CompletableFuture<Delivery>> waiters;
        lock.lock();
        try {
            waiters = queue.disconnect();
        } finally {
            lock.unlock();
        }
        waiters.forEach(waiter -> waiter.complete(Delivery.LOST));
    }

    Optional<Long> nextDueMillis() {
        lock.lock();
        try {
            return queue.nextDueMillis();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    int sentCount() {
        lock.lock();
        try {
            return queue.sentCount();
        } finally {
            lock.unlock();
        }
    }

    boolean contains(Ghid key) {
        lock.lock();
        try {
            return queue.contains(key);
        } finally {
            lock.unlock();
        }
    }

    /// The rows that nobody needs any more. They are forgotten here; if the removal is not committed, the next start
    /// sends them once more, which does no harm.
    List<Change> sweep() {
        lock.lock();
        try {
            forgetDelivered();
            return removals();
        } finally {
            lock.unlock();
        }
    }

    private void forgetDelivered() {
        rows.entrySet().removeIf(row -> {
            if (!row.getValue().durable || row.getValue().reservations > 0 || queue.contains(row.getKey())) {
                return false;
            }
            spent.add(row.getValue().sequence);
            bytes -= row.getValue().bytes;
            return true;
        });
    }

    private List<Change> removals() {
        List<Change> changes = new ArrayList<>();
        spent.forEach(sequence -> changes.add(new Change.RemoveRecord(SPACE, key(sequence))));
        spent.clear();
        return changes;
    }

    private Bytes key(long sequence) {
        return Bytes.concat(
                relay, Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(sequence).array()));
    }

    private static long size(OutboxItem item) {
        return item instanceof OutboxItem.Loose loose ? loose.object().size() : 0;
    }

    private static final class Row {
        final long sequence;
        final long bytes;
        boolean durable;
        int reservations;
        @Nullable
        Row earlier;

        Row(long sequence, long bytes) {
            this.sequence = sequence;
            this.bytes = bytes;
        }
    }

    /// A reserved place in the queue.
    final class Place {
        private final OutboxItem item;
        private final Row row;
        private final List<Change> changes;

        private Place(OutboxItem item, Row row, List<Change> changes) {
            this.item = item;
            this.row = row;
            this.changes = changes;
        }

        /// To be committed together with what the item stands for.
        List<Change> changes() {
            return changes;
        }

        /// The commit is done: the item queues up.
        ///
        /// @param payload what to send, if it is at hand
        /// @return completes with the end of this attempt to deliver
        CompletableFuture<Delivery> confirm(@Nullable Publication payload) {
            CompletableFuture<Delivery> delivery = new CompletableFuture<>();
            OutboxQueue.Entry entry = new OutboxQueue.Entry(item, row.sequence, payload);
            entry.waiters.add(delivery);
            lock.lock();
            try {
                row.durable = true;
                row.reservations--;
                if (row.earlier != null) {
                    bytes -= row.earlier.bytes;
                    row.earlier = null;
                }
                queue.add(entry);
            } finally {
                lock.unlock();
            }
            return delivery;
        }

        /// The commit failed: as if nothing had been reserved.
        void cancel() {
            lock.lock();
            try {
                row.reservations--;
                if (!row.durable && row.reservations == 0 && rows.get(item.key()) == row) {
                    bytes -= row.bytes;
                    if (row.earlier != null) {
                        rows.put(item.key(), row.earlier);
                    } else {
                        rows.remove(item.key());
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
