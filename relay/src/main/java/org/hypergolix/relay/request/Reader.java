package org.hypergolix.relay.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Request;
import org.hypergolix.store.Binding;
import org.hypergolix.store.Damage;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.StoredObject;

/// What the store answers. A static address wins over a dynamic one of the same bytes. Safe for use by any thread.
final class Reader {

    /// The most addresses in one answer: 1 MiB of them.
    static final int MAX_ADDRESSES = 16_384;

    /// A frame may be replaced between looking it up and reading it; after this many times in a row it is not there.
    private static final int MAX_ATTEMPTS = 8;

    private final StoreView view;

    Reader(StoreView view) {
        this.view = view;
    }

    /// The object at a static address, or the current frame of a dynamic one.
    Optional<StoredObject> get(Ghid address) {
        Optional<StoredObject> found = view.find(address);
        for (int attempt = 0; found.isEmpty() && attempt < MAX_ATTEMPTS; attempt++) {
            Optional<DynamicState> live = view.dynamic(address).filter(DynamicState::live);
            if (live.isEmpty()) {
                return Optional.empty();
            }
            found = view.find(live.get().frame());
        }
        return found;
    }

    boolean exists(Ghid address) {
        return view.dynamic(address).filter(DynamicState::live).isPresent() || view.find(address).isPresent();
    }

    /// The addresses of static bindings and dynamic addresses that have `target`.
    List<Ghid> bindings(Ghid target) {
        List<Ghid> holders = new ArrayList<>();
        for (Binding binding : view.bindings(target, MAX_ADDRESSES)) {
            switch (binding) {
                case Binding.ByStatic(Ghid holder) -> holders.add(holder);
                case Binding.ByDynamic(Ghid holder) -> holders.add(holder);
                case Binding.Superseded _ -> {
                    // Kept for readers who are still on their way; no longer bound.
                }
            }
        }
        return holders;
    }

    List<Ghid> debindings(Ghid target) {
        return view.debindings(target, MAX_ADDRESSES);
    }

    /// The oldest requests for `recipient`, without those that are damaged.
    List<Request> requests(Ghid recipient, int limit) {
        List<Request> requests = new ArrayList<>();
        for (Ghid address : view.requests(recipient, limit)) {
            Damage.unlessDamaged(() -> view.find(address).map(StoredObject::decode)).ifPresent(object -> {
                if (object instanceof Request request) {
                    requests.add(request);
                }
            });
        }
        return requests;
    }
}
