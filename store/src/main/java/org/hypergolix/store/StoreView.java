package org.hypergolix.store;

import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// Reads a store. Static and dynamic addresses are two name spaces: [#find] never answers for a dynamic address,
/// [#dynamic] never for a static one, even where both have the same bytes.
///
/// Every list has a limit that the caller names; order is that of the holder's address unless stated otherwise.
public interface StoreView {

    /// The object at a static address: any kind, a frame by its frame address while it is current.
    Optional<StoredObject> find(Ghid address);

    /// What is known of a dynamic address.
    Optional<DynamicState> dynamic(Ghid dynamic);

    /// What keeps `target` (static or dynamic) alive.
    ///
    /// @param limit the most to return; a caller that only asks whether there is any passes 1
    List<Binding> bindings(Ghid target, int limit);

    /// The addresses of stored debindings that name `target`, valid ones or not.
    List<Ghid> debindings(Ghid target, int limit);

    /// The addresses of stored requests for `recipient`, oldest first.
    List<Ghid> requests(Ghid recipient, int limit);

    /// Containers that frames of `dynamic` have superseded and that are still kept.
    List<Ghid> superseded(Ghid dynamic);

    /// Containers whose time of grace ended before or at `nowMillis`, with the dynamic address, earliest first.
    List<Expired> expired(long nowMillis, int limit);

    /// The value of a record of the owner's own, see [Change.PutRecord].
    Optional<Bytes> record(String space, Bytes key);

    /// Records of one space in the order of their keys (unsigned bytes), from `from` on, inclusive.
    List<Entry> records(String space, Bytes from, int limit);

    /// One record.
    record Entry(Bytes key, Bytes value) {}

    /// A superseded container whose time is over.
    record Expired(Ghid dynamic, Ghid container) {}
}
