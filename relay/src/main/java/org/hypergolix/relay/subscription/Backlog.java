package org.hypergolix.relay.subscription;

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

    private sealed interface Slot {
        record OfFrame(Ghid subject) implements Slot {}

        record OfRequest(Ghid subject, Ghid request) implements Slot {}

        record OfRemoval(Ghid subject, Ghid debinding) implements Slot {}
    }

    void add(Delivery item) {
        switch (item.announcement()) {
            case NewFrame(Ghid subject, _) -> put(new Slot.OfFrame(subject), item);
            case NewRequest(Ghid subject, Ghid request, _) -> put(new Slot.OfRequest(subject, request), item);
            case Removed(Ghid subject, Ghid debinding, _) -> {
                take(new Slot.OfFrame(subject));
                put(new Slot.OfRemoval(subject, debinding), item);
            }
        }
    }

    private void put(Slot slot, Delivery item) {
        Delivery replaced = items.put(slot, item);
        bytes += size(item);
        if (replaced != null) {
            bytes -= size(replaced);
        } else if (!(slot instanceof Slot.OfFrame)) {
            others++;
        }
    }

    private void take(Slot slot) {
        Delivery taken = items.remove(slot);
        if (taken != null) {
            bytes -= size(taken);
            if (!(slot instanceof Slot.OfFrame)) {
                others--;
            }
        }
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
