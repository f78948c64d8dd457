package org.hypergolix.node.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.Commits;
import org.hypergolix.node.keyring.Keyring;
import org.hypergolix.node.sync.RelayLink;
import org.hypergolix.node.sync.RelayLinks;
import org.hypergolix.store.StoreView;
import org.hypergolix.wire.local.LocalRequest.ObjectPage;
import org.hypergolix.wire.local.ObjectEntry;

/// Lists the objects whose keys are known, page by page, without keeping them in memory.
final class ObjectList {
    /// States that are read for one page, in bytes; at least one object.
    private static final long MOST_BYTES_READ = 32L * 1024 * 1024;

    private final Commits commits;
    private final ObjectStates states;
    private final RelayLinks links;

    ObjectList(Commits commits, ObjectStates states, RelayLinks links) {
        this.commits = commits;
        this.states = states;
        this.links = links;
    }

    ObjectPage page(Optional<Ghid> after, Optional<Bytes> token) {
        List<ObjectEntry> entries = new ArrayList<>();
        long bytes = 0;
        Bytes from = after.map(address -> Bytes.concat(address.bytes(), Bytes.owning(new byte[1]))).orElse(Bytes.EMPTY);
        List<StoreView.Entry> records = commits.view().records(Keyring.SPACE, from, ObjectPage.MOST_ENTRIES);
        for (StoreView.Entry entry : records) {
            Ghid address = Ghid.fromBytes(entry.key());
            Optional<ManagedObject> object =
                    Commits.readable(() -> states.peek(address)).filter(found -> visible(found, token));
            if (object.isPresent()) {
                entries.add(entry(object.get()));
                bytes += entries.getLast().size();
            }
            if (bytes > MOST_BYTES_READ) {
                return new ObjectPage(entries, Optional.of(address));
            }
        }
        return new ObjectPage(entries, records.size() < ObjectPage.MOST_ENTRIES
                ? Optional.empty()
                : Optional.of(Ghid.fromBytes(records.getLast().key())));
    }

    private static boolean visible(ManagedObject object, Optional<Bytes> token) {
        return !object.dead() && !object.keepsAccount()
                && (!object.isPrivate() || object.remembered().flatMap(ObjectRecord::token).equals(token));
    }

    private ObjectEntry entry(ManagedObject object) {
        Content content = object.snapshot().content();
        boolean ofNode =
                object.remembered().filter(record -> record.role() != ObjectRecord.Role.OWN_STATIC).isPresent();
        return new ObjectEntry(object.address(), object.binder(), content.apiId(), object.dynamic(),
                object.isPrivate(), ofNode || states.tracked(object.address()), object.stale(),
                content.state().size(), waiting(object));
    }

    private int waiting(ManagedObject object) {
        Optional<Ghid> key = object.dynamic()
                ? Optional.of(object.address())
                : new Publications(commits.view()).boundTo(object.address()).stream().findFirst();
        int waiting = 0;
        List<RelayLink> relays = links.all();
        for (int index = 0; index < relays.size() && key.isPresent(); index++) {
            if (links.waits(relays.get(index), key.get())) {
                waiting |= 1 << index;
            }
        }
        return waiting;
    }
}
