package org.hypergolix.store;

import java.util.List;

/// A durable home for Golix objects, their indexes, and a few records of the owner's own.
///
/// A store takes what it is given: what may be kept is decided by admission, when it goes by retention. Reads may run on
/// any thread and see what is committed; commits come from one thread at a time.
public interface ObjectStore extends StoreView, AutoCloseable {

    /// Applies all `changes` in order, or none of them. On return they are on disk (a store in memory excepted).
    ///
    /// @throws StoreException with nothing applied
    void commit(List<Change> changes);

    /// What is committed, for who is about to commit: as this store itself, perhaps faster.
    default StoreView committing() {
        return this;
    }

    /// How much is stored.
    Usage usage();

    /// Releases files and locks. Further calls throw [StoreException] with reason CLOSED.
    @Override
    void close();

    /// How much a store holds.
    ///
    /// @param objects stored objects, current frames included
    /// @param objectBytes the sum of their sizes
    /// @param diskBytes what the store takes on disk, 0 for a store in memory
    record Usage(long objects, long objectBytes, long diskBytes) {}
}
