package org.hypergolix.node.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.node.sync.OutboxItem;
import org.hypergolix.node.sync.Publication;
import org.hypergolix.store.Change;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.StoredObject;

/// What of the store a relay is to get.
///
/// Two spaces list what is not found through `objects`: `bound`, key = own static binding (65), value = its target (65);
/// `gone`, key = target of an own debinding (65), value = the debinding. Both in clear.
final class Publications {
    static final String BOUND = "bound";
    static final String GONE = "gone";

    private static final int PAGE = 256;

    private final StoreView view;

    Publications(StoreView view) {
        this.view = view;
    }

    /// The objects that `item` stands for now; nothing if it has become superfluous.
    Optional<Publication> of(OutboxItem item) {
        return switch (item) {
            case OutboxItem.DynamicState state -> view.dynamic(state.dynamic())
                    .filter(DynamicState::live)
                    .flatMap(current -> dynamic(item, current));
            case OutboxItem.Bound bound -> view.find(bound.binding()).flatMap(binding -> bound(item, binding));
            case OutboxItem.Loose loose -> Optional.of(new Publication(item, 0, List.of(loose.object())));
        };
    }

    /// A new state that is at hand.
    static Publication of(Verified<Frame> frame, Verified<Container> container) {
        return new Publication(
                new OutboxItem.DynamicState(frame.object().dynamic()),
                frame.object().counter(),
                List.of(frame.object().encoded(), container.object().encoded()));
    }

    /// An own debinding, to be sent on its own.
    static OutboxItem.Loose loose(Debinding debinding) {
        return new OutboxItem.Loose(debinding.ghid(), debinding.encoded(), Optional.empty());
    }

    /// The change that lists an own static binding.
    static Change putBound(StaticBinding binding) {
        return new Change.PutRecord(BOUND, binding.ghid().bytes(), binding.target().bytes());
    }

    static Change removeBound(Ghid binding) {
        return new Change.RemoveRecord(BOUND, binding.bytes());
    }

    /// The change that lists an own debinding.
    static Change putGone(Debinding debinding) {
        return new Change.PutRecord(GONE, debinding.target().bytes(), debinding.encoded());
    }

    /// The own debinding of `target`, if there is one.
    Optional<Bytes> gone(Ghid target) {
        return view.record(GONE, target.bytes());
    }

    /// Own static bindings of `target`.
    List<Ghid> boundTo(Ghid target) {
        List<Ghid> bindings = new ArrayList<>();
        for (StoreView.Entry entry : all(BOUND)) {
            if (entry.value().equals(target.bytes())) {
                bindings.add(Ghid.fromBytes(entry.key()));
            }
        }
        return bindings;
    }

    /// All records of one of the two spaces.
    List<StoreView.Entry> all(String space) {
        List<StoreView.Entry> entries = new ArrayList<>();
        Bytes from = Bytes.EMPTY;
        List<StoreView.Entry> page;
        do {
            page = view.records(space, from, PAGE);
            entries.addAll(page);
            if (!page.isEmpty()) {
                from = Bytes.concat(page.getLast().key(), Bytes.owning(new byte[1]));
            }
        } while (page.size() == PAGE);
        return entries;
    }

    private Optional<Publication> dynamic(OutboxItem item, DynamicState current) {
        Optional<StoredObject> frame = view.find(current.frame());
        Optional<StoredObject> container = view.find(current.target());
        if (frame.isEmpty() || container.isEmpty()) {
            return Optional.empty();
        }
        List<Bytes> objects = List.of(frame.get().encoded(), container.get().encoded());
        return Optional.of(new Publication(item, current.counter(), objects));
    }

    private Optional<Publication> bound(OutboxItem item, StoredObject stored) {
        if (!(stored.decode() instanceof StaticBinding binding)) {
            return Optional.empty();
        }
        List<Bytes> objects = new ArrayList<>();
        objects.add(stored.encoded());
        view.find(binding.target()).ifPresent(target -> objects.add(target.encoded()));
        return Optional.of(new Publication(item, 0, objects));
    }
}
