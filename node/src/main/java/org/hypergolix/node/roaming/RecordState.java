package org.hypergolix.node.roaming;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hypergolix.golix.Bytes;

/// What one record object says: records by space and key, each with a revision.
///
/// Two states are joined record by record: the higher revision counts, of two with one revision the removed one, else
/// that with the greater bytes; and a deletion ends the other records of its address. So joining is commutative,
/// associative and idempotent, and devices that have joined the same states have the same state.
///
/// Encoded, big-endian: `01 | u32 n | n records`, by space and key:
///
/// ```
/// u8 space | u8 flags (1: it has a value) | u16 length | key | u64 revision | u32 length | value, if it has one
/// ```
///
/// Records of spaces that this version does not know are kept as they are.
record RecordState(SortedMap<RecordKey, RecordEntry> entries) {
    static final RecordState EMPTY = new RecordState(new TreeMap<>());

    private static final byte VERSION = 1;
    private static final int HAS_VALUE = 1;
    private static final int LEAST_RECORD_BYTES = 12;

    RecordState {
        entries = Collections.unmodifiableSortedMap(normalized(entries));
    }

    /// Where a record is.
    ///
    /// @param space its number
    record RecordKey(int space, Bytes key) implements Comparable<RecordKey> {
        private static final Comparator<RecordKey> ORDER =
                Comparator.comparingInt(RecordKey::space).thenComparing(RecordKey::key);

        static RecordKey of(RecordSpace space, Bytes key) {
            return new RecordKey(space.id(), key);
        }

        @Override
        public int compareTo(RecordKey other) {
            return ORDER.compare(this, other);
        }
    }

    /// What a record says.
    ///
    /// @param revision unsigned; for a key of an object the counter of the state that it opens
    /// @param value nothing if it was removed
    record RecordEntry(long revision, Optional<Bytes> value) {
        static RecordEntry of(long revision, Bytes value) {
            return new RecordEntry(revision, Optional.of(value));
        }

        static RecordEntry removed(long revision) {
            return new RecordEntry(revision, Optional.empty());
        }

        /// The one of both that counts.
        RecordEntry join(RecordEntry other) {
            int order = Long.compareUnsigned(revision, other.revision);
            if (order != 0) {
                return order > 0 ? this : other;
            }
            if (value.isEmpty() || other.value.isEmpty()) {
                return value.isEmpty() ? this : other;
            }
            return value.get().compareTo(other.value.get()) >= 0 ? this : other;
        }

        @Override
        public String toString() {
            return "Entry[" + Long.toUnsignedString(revision) + (value.isPresent() ? "]" : " removed]");
        }
    }

    /// The record, if there is or was one.
    Optional<RecordEntry> find(RecordKey key) {
        return Optional.ofNullable(entries.get(key));
    }

    /// Both together.
    RecordState join(RecordState other) {
        SortedMap<RecordKey, RecordEntry> joined = new TreeMap<>(entries);
        other.entries.forEach((key, entry) -> joined.merge(key, entry, RecordEntry::join));
        return new RecordState(joined);
    }

    private static SortedMap<RecordKey, RecordEntry> normalized(SortedMap<RecordKey, RecordEntry> entries) {
        SortedMap<RecordKey, RecordEntry> kept = new TreeMap<>(entries);
        for (RecordKey key : entries.keySet()) {
            if (key.space == RecordSpace.GONE.id()) {
                kept.remove(RecordKey.of(RecordSpace.KEYS, key.key));
                kept.remove(RecordKey.of(RecordSpace.OBJECTS, key.key));
                kept.remove(RecordKey.of(RecordSpace.BOUND, key.key));
            }
        }
        return kept;
    }

    Bytes encode() {
        List<Bytes> parts = new ArrayList<>();
        parts.add(Bytes.owning(ByteBuffer.allocate(5).put(VERSION).putInt(entries.size()).array()));
        for (Map.Entry<RecordKey, RecordEntry> record : entries.entrySet()) {
            Bytes key = record.getKey().key;
            Optional<Bytes> value = record.getValue().value;
            parts.add(Bytes.owning(ByteBuffer.allocate(4).put((byte) record.getKey().space)
                    .put((byte) (value.isPresent() ? HAS_VALUE : 0)).putShort((short) key.size()).array()));
            parts.add(key);
            parts.add(Bytes.owning(
                    ByteBuffer.allocate(8).putLong(record.getValue().revision).array()));
            if (value.isPresent()) {
                parts.add(Bytes.owning(ByteBuffer.allocate(4).putInt(value.get().size()).array()));
                parts.add(value.get());
            }
        }
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    /// Reads what [#encode()] wrote; nothing if it is something else or of a later version.
    static Optional<RecordState> decode(Bytes encoded) {
        ByteBuffer rest = encoded.asByteBuffer();
        try {
            if (rest.get() != VERSION) {
                return Optional.empty();
            }
            int count = rest.getInt();
            if (count < 0 || count > rest.remaining() / LEAST_RECORD_BYTES) {
                return Optional.empty();
            }
            SortedMap<RecordKey, RecordEntry> entries = new TreeMap<>();
            for (int index = 0; index < count; index++) {
                int space = rest.get() & 0xFF;
                int flags = rest.get();
                RecordKey key = new RecordKey(space, take(rest, Short.toUnsignedInt(rest.getShort())));
                long revision = rest.getLong();
                boolean inOrder = entries.isEmpty() || entries.lastKey().compareTo(key) < 0;
                boolean known = RecordSpace.of(space).map(of -> of.accepts(key.key)).orElse(true);
                if ((flags & ~HAS_VALUE) != 0 || !inOrder || !known) {
                    return Optional.empty();
                }
                entries.put(key, flags == HAS_VALUE
                        ? RecordEntry.of(revision, take(rest, rest.getInt()))
                        : RecordEntry.removed(revision));
            }
            return rest.hasRemaining() ? Optional.empty() : Optional.of(new RecordState(entries));
        } catch (BufferUnderflowException _) {
            return Optional.empty();
        }
    }

    private static Bytes take(ByteBuffer rest, int length) {
        if (length < 0 || length > rest.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[length];
        rest.get(taken);
        return Bytes.owning(taken);
    }

    @Override
    public String toString() {
        return "RecordState[" + entries.size() + "]";
    }
}
