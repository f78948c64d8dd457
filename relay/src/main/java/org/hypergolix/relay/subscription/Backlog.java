package org.hypergolix.relay.subscription;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hypergolix.golix.Ghid;
import org.hypergolix.relay.subscription.Announcement.NewFrame;
import org.hypergolix.relay.subscription.Announcement.NewRequest;
import org.hypergolix.relay.subscription.Announcement.Removed;

/// Announcements that wait, in order, at most one frame for each address.
///
/// A frame takes the place of the waiting frame of its address. A removal takes away the waiting frame of its address,
/// as what that frame says is no longer true; a frame after a removal queues behind it. Not safe for use by several
/// threads at a time.
final class Backlog {

    private final Map<Slot, Delivery> items = new LinkedHashMap<>();
    private int others;
    private long bytes;

    private enum Role {
        FRAME, REQUEST, REMOVAL
    }

    /// The place of an announcement. Comparable, as addresses may be made up so that their hashes are all the same, and
    /// a hash table then needs an order.
    ///
    /// @param item the request or debinding; for a frame, the subject
    private record Slot(Role role, Ghid subject, Ghid item) implements Comparable<Slot> {
        private static final Comparator<Slot> ORDER =
                Comparator.comparing(Slot::role).thenComparing(Slot::subject).thenComparing(Slot::item);

        static Slot ofFrame(Ghid subject) {
            return new Slot(Role.FRAME, subject, subject);
        }

        @Override
        public int compareTo(Slot other) {
            return ORDER.compare(this, other);
        }
    }

    void add(Delivery item) {
        switch (item.announcement()) {
            case NewFrame(Ghid subject, _) -> put(Slot.ofFrame(subject), item);
            case NewRequest(Ghid subject, Ghid request, _) -> put(new Slot(Role.REQUEST, subject, request), item);
            case Removed(Ghid subject, Ghid debinding, _) -> {
                take(Slot.ofFrame(subject));
                put(new Slot(Role.REMOVAL, subject, debinding), item);
            }
        }
    }

    private void put(Slot slot, Delivery item) {
        Delivery replaced = items.put(slot, item);
        bytes += size(item);
        if (replaced != null) {
            bytes -= size(replaced);
        } else if (slot.role() != Role.FRAME) {
            others++;
        }
    }

    private void take(Slot slot) {
        Delivery taken = items.remove(slot);
        if (taken != null) {
            bytes -= size(taken);
            if (slot.role() != Role.FRAME) {
                others--;
            }
        }
    }

    /// Takes away whatever is for `subject`.
    void forget(Ghid subject) {
        take(Slot.ofFrame(subject));
        if (others > 0) {
            items.keySet().stream().filter(slot -> slot.subject().equals(subject)).toList().forEach(this::take);
        }
    }

    void clear() {
        items.clear();
        others = 0;
        bytes = 0;
    }

    private static int size(Delivery item) {
        return item.announcement().object().size();
    }

    /// Takes the first.
    Optional<Delivery> poll() {
        if (items.isEmpty()) {
            return Optional.empty();
        }
        Map.Entry<Slot, Delivery> first = items.entrySet().iterator().next();
        take(first.getKey());
        return Optional.of(first.getValue());
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /// How many wait.
    int size() {
        return items.size();
    }

    /// How many of those are not frames.
    int others() {
        return others;
    }

    /// The bytes of their objects.
    long bytes() {
        return bytes;
    }
}
