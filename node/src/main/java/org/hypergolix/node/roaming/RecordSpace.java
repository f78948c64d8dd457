package org.hypergolix.node.roaming;

import java.util.Arrays;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// The spaces of a node's records that its account's other devices share.
enum RecordSpace {
    /// Keys of objects. The one that leads furthest counts.
    KEYS(1, "keys", true, Kind.LASTING, 1),
    /// What is remembered of objects.
    OBJECTS(2, "objects", true, Kind.LASTING, 1),
    /// Own deletions, each with the target of the debinding. They end what is in KEYS, OBJECTS and BOUND under the same
    /// address.
    GONE(3, "gone", false, Kind.LASTING, 1),
    /// Own static bindings.
    BOUND(4, "bound", false, Kind.LASTING, 1),
    /// Application tokens and their startup objects.
    APPS(5, "apps", true, Kind.LASTING, 0),
    /// Accepted shares that no application has handled.
    SHARES(6, "shares", false, Kind.PASSING, 64 + 1),
    /// Own offers that wait for an answer.
    OFFERS(7, "offers", true, Kind.PASSING, 1),
    /// Accepted ones that no application was told of.
    ANSWERS(8, "answers", true, Kind.PASSING, 1),
    /// Declined ones that no application was told of.
    DECLINES(9, "declines", true, Kind.PASSING, 1);

    /// How many record objects an account has.
    static final int SHARDS = 16;

    private enum Kind {
        /// What is missing here was lost here.
        LASTING,
        /// What is missing here was removed here.
        PASSING
    }

    private final int id;
    private final String space;
    private final boolean sealed;
    private final Kind kind;
    private final int shardAt;

    RecordSpace(int id, String space, boolean sealed, Kind kind, int shardAt) {
        this.id = id;
        this.space = space;
        this.sealed = sealed;
        this.kind = kind;
        this.shardAt = shardAt;
    }

    static Optional<RecordSpace> of(int id) {
        return Arrays.stream(values()).filter(space -> space.id == id).findFirst();
    }

    static Optional<RecordSpace> named(String space) {
        return Arrays.stream(values()).filter(known -> known.space.equals(space)).findFirst();
    }

    /// Its number in a record object.
    int id() {
        return id;
    }

    /// Its name in the store.
    String space() {
        return space;
    }

    /// Whether its values are sealed in the store.
    boolean sealed() {
        return sealed;
    }

    /// Whether records of it are removed when they have served their purpose.
    boolean passing() {
        return kind == Kind.PASSING;
    }

    /// Which record object has the record with this key. What belongs to one address lies in one object.
    int shard(Bytes key) {
        return key.size() > shardAt ? key.at(shardAt) & (SHARDS - 1) : 0;
    }

    /// Whether a key can be one of this space.
    boolean accepts(Bytes key) {
        return switch (this) {
            case KEYS, OBJECTS, GONE, BOUND, OFFERS, ANSWERS, DECLINES -> key.size() == Ghid.LENGTH && isAddress(key);
            case APPS -> key.size() == 32;
            case SHARES -> key.size() == 64 + 2 * Ghid.LENGTH && isAddress(key.slice(64, Ghid.LENGTH))
                    && isAddress(key.slice(64 + Ghid.LENGTH));
        };
    }

    private static boolean isAddress(Bytes bytes) {
        return bytes.at(0) == Ghid.ALGORITHM;
    }
}
