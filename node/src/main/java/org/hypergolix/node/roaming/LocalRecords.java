package org.hypergolix.node.roaming;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.account.RecordSeal;
import org.hypergolix.node.keyring.KeyChain;
import org.hypergolix.node.keyring.Keyring;
import org.hypergolix.node.keyring.StagedKeys;
import org.hypergolix.node.object.AccountObjects;
import org.hypergolix.node.roaming.RecordState.RecordEntry;
import org.hypergolix.node.roaming.RecordState.RecordKey;
import org.hypergolix.store.StoreView;

/// What this device's store has of one record object's records, and what that means beside what was agreed on before.
record LocalRecords(SortedMap<RecordKey, Row> rows) {
    /// States of an object of suite 1 that may pass before its keys are recorded again: a frame names 8 of them.
    static final int SUITE_1_LAG = 4;

    /// The same in suite 3, where later keys follow from earlier ones: keeps the work of a new device small.
    static final int SUITE_3_LAG = 4_096;

    private static final int PAGE = 256;

    /// One record of the store.
    ///
    /// @param stored as it is in the store
    /// @param value unsealed; nothing if it cannot be read
    record Row(Bytes stored, Optional<Bytes> value) {}

    /// How many states of an object may pass.
    static int lag(CipherSuite suite) {
        return switch (suite) {
            case SUITE_1 -> SUITE_1_LAG;
            case SUITE_3 -> SUITE_3_LAG;
        };
    }

    /// Reads those of record object `shard`.
    ///
    /// @param excluded addresses of the account objects themselves
    static LocalRecords read(StoreView view, RecordSeal seal, int shard, Set<Bytes> excluded) {
        SortedMap<RecordKey, Row> rows = new TreeMap<>();
        for (RecordSpace space : RecordSpace.values()) {
            read(view, seal, space, space.space(), shard, rows);
        }
        SortedMap<RecordKey, Row> staged = new TreeMap<>();
        read(view, seal, RecordSpace.KEYS, StagedKeys.SPACE, shard, staged);
        staged.forEach((key, row) -> rows.merge(key, row, LocalRecords::further));
        rows.keySet().removeIf(key -> excluded.contains(key.key())
                && (key.space() == RecordSpace.KEYS.id() || key.space() == RecordSpace.OBJECTS.id()));
        return new LocalRecords(rows);
    }

    private static void read(
            StoreView view, RecordSeal seal, RecordSpace space, String name, int shard,
            SortedMap<RecordKey, Row> rows) {
        Bytes from = Bytes.EMPTY;
        List<StoreView.Entry> page;
        do {
            page = view.records(name, from, PAGE);
            for (StoreView.Entry entry : page) {
                from = Bytes.concat(entry.key(), Bytes.owning(new byte[1]));
                if (space.accepts(entry.key()) && space.shard(entry.key()) == shard) {
                    Optional<Bytes> value = space.sealed()
                            ? seal.open(name, entry.key(), entry.value())
                            : Optional.of(entry.value());
                    rows.put(RecordKey.of(space, entry.key()), new Row(entry.value(), recorded(space, value)));
                }
            }
        } while (page.size() == PAGE);
    }

    /// What is recorded of a value: of a deletion its target, as its signature can be made again.
    private static Optional<Bytes> recorded(RecordSpace space, Optional<Bytes> value) {
        return space == RecordSpace.GONE
                ? value.flatMap(AccountObjects::debindingTarget).map(Ghid::bytes)
                : value;
    }

    private static Row further(Row one, Row other) {
        Optional<KeyChain> chain = one.value.flatMap(Keyring::decode);
        Optional<KeyChain> otherChain = other.value.flatMap(Keyring::decode);
        if (chain.isEmpty() || otherChain.isEmpty()) {
            return chain.isPresent() ? one : other;
        }
        return Long.compareUnsigned(otherChain.get().counter(), chain.get().counter()) > 0 ? other : one;
    }

    /// The agreed state with what has happened on this device since.
    RecordState since(RecordState agreed) {
        SortedMap<RecordKey, RecordEntry> entries = new TreeMap<>(agreed.entries());
        rows.forEach((key, row) -> row.value.ifPresent(value -> {
            RecordSpace space = RecordSpace.of(key.space()).orElseThrow();
            Optional<RecordEntry> before = agreed.find(key);
            changed(space, before, value).ifPresent(entry -> entries.put(key, entry));
        }));
        agreed.entries().forEach((key, entry) -> {
            boolean passing = RecordSpace.of(key.space()).map(RecordSpace::passing).orElse(false);
            if (passing && entry.value().isPresent() && !rows.containsKey(key)) {
                entries.put(key, RecordEntry.removed(entry.revision() + 1));
            }
        });
        return new RecordState(entries);
    }

    private static Optional<RecordEntry> changed(RecordSpace space, Optional<RecordEntry> before, Bytes value) {
        if (space == RecordSpace.KEYS) {
            return Keyring.decode(value).flatMap(chain -> changedKey(before, chain, value));
        }
        if (before.flatMap(RecordEntry::value).equals(Optional.of(value))) {
            return Optional.empty();
        }
        return Optional.of(RecordEntry.of(before.map(RecordEntry::revision).orElse(0L) + 1, value));
    }

    private static Optional<RecordEntry> changedKey(Optional<RecordEntry> before, KeyChain chain, Bytes value) {
        if (before.isPresent() && before.get().value().isPresent()) {
            long lag = chain.counter() - before.get().revision();
            boolean ahead = Long.compareUnsigned(chain.counter(), before.get().revision()) > 0;
            if (!ahead || Long.compareUnsigned(lag, lag(chain.suite())) < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(RecordEntry.of(chain.counter(), value));
    }
}
