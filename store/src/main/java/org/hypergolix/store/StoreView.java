package org.hypergolix.store;

import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.ObjectKind;
import org.jspecify.annotations.Nullable;

/// Reads a store. Static and dynamic addresses are two name spaces: [#find] never answers for a dynamic address,
/// [#dynamic] never for a static one, even where both have the same bytes.
///
/// ```
///   find, kind       static address                -> object (a frame by its frame address while it is current)
///   dynamic          dynamic address               -> what is known of it, for ever
///   bindings         target                        -> who keeps it alive
///   dynamicHolders   target                        -> dynamic addresses whose current frame has it as its first target
///   debindings       target                        -> debindings that name it
///   debinding        target, debinder              -> the one debinding of that target by that party
///   requests         recipient                     -> requests, oldest first
///   superseded       dynamic address               -> the container that its newest frame replaced, in its time of grace
///   record, records  space, key                    -> the owner's own bytes
/// ```
///
/// Every list has a limit that the caller names; its order is that of the addresses (unsigned bytes) unless stated
/// otherwise. Every read may throw [StoreException]; with reason DAMAGED it concerns only what was asked for.
public interface StoreView {

    /// The object at a static address: any kind, a frame by its frame address while it is current.
    ///
    /// @throws StoreException with reason DAMAGED if its bytes are not what was stored; storing the object again
    ///     repairs it
    Optional<StoredObject> find(Ghid address);

    /// What kind of object lies at a static address, without reading it: containers may be large.
    default Optional<ObjectKind> kind(Ghid address) {
        return find(address).map(StoredObject::kind);
    }

    /// What is known of a dynamic address.
    Optional<DynamicState> dynamic(Ghid dynamic);

    /// What keeps `target` (static or dynamic) alive: first static bindings, then dynamic ones, then the superseded, each
    /// in the order of their holders.
    ///
    /// @param limit the most to return; a caller that only asks whether there is any passes 1
    List<Binding> bindings(Ghid target, int limit);

    /// The dynamic addresses whose current frame has `target` as its first.
    ///
    /// @param after only addresses behind this one; null from the start
    List<Ghid> dynamicHolders(Ghid target, @Nullable Ghid after, int limit);

    /// The addresses of stored debindings that name `target`, valid ones or not, in no order that means anything.
    List<Ghid> debindings(Ghid target, int limit);

    /// The address of the stored debinding of `target` by `debinder`. There is one at most, as a debinding says nothing
    /// but these two.
    Optional<Ghid> debinding(Ghid target, Ghid debinder);

    /// The addresses of stored requests for `recipient`, oldest first.
    List<Ghid> requests(Ghid recipient, int limit);

    /// The container that frames of `dynamic` have superseded and that is still kept for it: one at most.
    List<Ghid> superseded(Ghid dynamic);

    /// Containers whose time of grace ended before or at `nowMillis`, earliest first, then by dynamic address.
    List<Expired> expired(long nowMillis, int limit);

    /// The value of a record of the owner's own, see [Change.PutRecord].
    Optional<Bytes> record(String space, Bytes key);

    /// Records of one space in the order of their keys (unsigned bytes), from `from` on, inclusive.
    List<Entry> records(String space, Bytes from, int limit);

    /// One record.
    record Entry(Bytes key, Bytes value) {}

    /// A superseded container whose time is over.
    ///
    /// @param untilMillis when it ended, since the epoch
    record Expired(Ghid dynamic, Ghid container, long untilMillis) {}
}
