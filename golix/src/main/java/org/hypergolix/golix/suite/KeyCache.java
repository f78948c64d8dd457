package org.hypergolix.golix.suite;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.hypergolix.golix.Bytes;
import org.jspecify.annotations.Nullable;

/// Public keys in the form that verification wants, so that a busy author's key is decoded once.
///
/// A fixed number of slots, one for each key by its first bytes; the latest key of a slot wins. No locks; safe for use
/// by any thread. Somebody who makes keys that collide costs others one decoding, nothing more.
final class KeyCache<K> {
    private static final int SLOTS = 1024;

    private record Entry<K>(Bytes encoded, K key) {}

    private final AtomicReferenceArray<@Nullable Entry<K>> slots = new AtomicReferenceArray<>(SLOTS);
    private final Function<Bytes, @Nullable K> decoder;

    /// @param decoder gives null for bytes that are no key
    KeyCache(Function<Bytes, @Nullable K> decoder) {
        this.decoder = decoder;
    }

    /// The key that `encoded` stands for, or null if it is none.
    @Nullable
    K get(Bytes encoded) {
        int slot = Math.floorMod(encoded.hashCode(), SLOTS);
        Entry<K> cached = slots.get(slot);
        if (cached != null && cached.encoded.equals(encoded)) {
            return cached.key;
        }
        K key = decoder.apply(encoded);
        if (key != null) {
            // Compact, as the slice would keep the whole identity reachable.
            slots.set(slot, new Entry<>(encoded.compact(), key));
        }
        return key;
    }
}
