package org.hypergolix.node.sharing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.account.RecordSeal;
import org.hypergolix.store.Change;
import org.hypergolix.store.StoreView;

/// One space whose keys are requests and whose values are sealed. A record that does not open counts as absent.
record SealedRecords<T>(
        String space, RecordSeal seal, Function<T, Bytes> encoder, Function<Bytes, Optional<T>> decoder) {
    private static final int PAGE = 256;

    Change put(Ghid request, T value) {
        Bytes key = request.bytes();
        return new Change.PutRecord(space, key, seal.seal(space, key, encoder.apply(value)));
    }

    Change remove(Ghid request) {
        return new Change.RemoveRecord(space, request.bytes());
    }

    Optional<T> find(StoreView view, Ghid request) {
        Bytes key = request.bytes();
        return view.record(space, key).flatMap(sealed -> open(key, sealed));
    }

    /// All records, at most `most`.
    List<Entry<T>> all(StoreView view, int most) {
        List<Entry<T>> entries = new ArrayList<>();
        Bytes from = Bytes.EMPTY;
        List<StoreView.Entry> page;
        do {
            page = view.records(space, from, PAGE);
            for (StoreView.Entry entry : page) {
                from = Bytes.concat(entry.key(), Bytes.owning(new byte[1]));
                open(entry.key(), entry.value())
                        .ifPresent(value -> entries.add(new Entry<>(Ghid.fromBytes(entry.key()), value)));
            }
        } while (page.size() == PAGE && entries.size() < most);
        return entries;
    }

    /// How many there are, counted up to `most`.
    int count(StoreView view, int most) {
        return view.records(space, Bytes.EMPTY, most).size();
    }

    private Optional<T> open(Bytes key, Bytes sealed) {
        return seal.open(space, key, sealed).flatMap(decoder);
    }

    record Entry<T>(Ghid request, T value) {}
}
