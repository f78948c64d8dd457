package org.hypergolix.store.retention;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.store.admission.Event;

/// The rules of retention as a person would say them, with no index, no order of work and no thought of speed: after each
/// change everything is looked at again, until nothing more goes.
final class NaiveRetention {
    private static final long GRACE_MILLIS = 60_000;

    private final Map<Ghid, GolixObject> statics = new HashMap<>();
    /// The newest frame of every dynamic address ever seen.
    private final Map<Ghid, Frame> newest = new HashMap<>();
    private final Set<Ghid> live = new HashSet<>();
    private final Map<Ghid, Grace> graces = new HashMap<>();
    private final Set<Event> events = new HashSet<>();

    private record Grace(Ghid container, long untilMillis) {}

    void store(GolixObject object, long nowMillis) {
        events.clear();
        Set<Frame> readyBefore = readyFrames();
        if (object instanceof Frame frame) {
            replace(frame, nowMillis);
        } else {
            statics.put(object.ghid(), object);
        }
        if (object instanceof Request request) {
            events.add(new Event.RequestArrived(request));
        }
        settle();
        readyFrames().stream().filter(frame -> !readyBefore.contains(frame))
                .forEach(frame -> events.add(new Event.FrameReady(frame)));
    }

    private void replace(Frame frame, long nowMillis) {
        Ghid dynamic = frame.dynamic();
        Frame former = live.contains(dynamic) ? newest.get(dynamic) : null;
        if (former != null && !former.target().equals(frame.target()) && !isReady(frame.target())
                && statics.get(former.target()) instanceof Container) {
            graces.put(dynamic, new Grace(former.target(), nowMillis + GRACE_MILLIS));
        }
        newest.put(dynamic, frame);
        live.add(dynamic);
    }

    void passTime(long nowMillis) {
        events.clear();
        graces.values().removeIf(grace -> grace.untilMillis() <= nowMillis);
        settle();
    }

    private void settle() {
        while (settleOnce()) {
            // Something went, so that more may have to go.
        }
    }

    private boolean settleOnce() {
        boolean changed = graces.keySet().removeIf(
                dynamic -> !live.contains(dynamic) || isReady(currentFrame(dynamic).target()));
        for (Ghid dynamic : List.copyOf(live)) {
            Optional<Debinding> cause = debinding(dynamic, currentFrame(dynamic).author());
            if (cause.isPresent() && !isBound(dynamic)) {
                live.remove(dynamic);
                events.add(new Event.Collected(dynamic, cause.get()));
                changed = true;
            }
        }
        for (GolixObject object : List.copyOf(statics.values())) {
            if (goes(object)) {
                statics.remove(object.ghid());
                changed = true;
            }
        }
        return changed;
    }

    private boolean goes(GolixObject object) {
        return switch (object) {
            case Identity _ -> false;
            case Container container -> !isBound(container.ghid()) && !isInGrace(container.ghid());
            case StaticBinding binding -> debinding(binding.ghid(), binding.author()).isPresent();
            case Debinding debinding ->
                debinding(debinding.ghid(), debinding.author()).isPresent() || isOfStranger(debinding);
            case Request request -> {
                Optional<Debinding> cause = debinding(request.ghid(), request.recipient());
                cause.ifPresent(debinding -> events.add(new Event.Collected(request.recipient(), debinding)));
                yield cause.isPresent();
            }
            case Frame _ -> throw new IllegalStateException("Frames have a map of their own.");
        };
    }

    /// Its target is here, and not for its debinder to debind.
    private boolean isOfStranger(Debinding debinding) {
        Ghid target = debinding.target();
        GolixObject object = statics.get(target);
        List<Ghid> owners = new ArrayList<>();
        if (object instanceof StaticBinding || object instanceof Debinding || object instanceof Request) {
            owners.add(Retention.owner(object).orElseThrow());
        }
        if (newest.containsKey(target)) {
            owners.add(currentFrame(target).author());
        }
        return (object != null || live.contains(target)) && !owners.contains(debinding.author());
    }

    private Optional<Debinding> debinding(Ghid target, Ghid debinder) {
        return statics.values().stream()
                .flatMap(object -> object instanceof Debinding debinding ? Stream.of(debinding) : Stream.empty())
                .filter(debinding -> debinding.target().equals(target) && debinding.author().equals(debinder))
                .findFirst();
    }

    private boolean isBound(Ghid target) {
        return live.stream().anyMatch(dynamic -> currentFrame(dynamic).target().equals(target))
                || statics.values().stream().anyMatch(
                        object -> object instanceof StaticBinding binding && binding.target().equals(target));
    }

    private boolean isInGrace(Ghid container) {
        return graces.values().stream().anyMatch(grace -> grace.container().equals(container));
    }

    private boolean isReady(Ghid target) {
        GolixObject object = statics.get(target);
        return object == null ? live.contains(target) : object instanceof Container;
    }

    private Frame currentFrame(Ghid dynamic) {
        return Optional.ofNullable(newest.get(dynamic)).orElseThrow();
    }

    private Set<Frame> readyFrames() {
        return live.stream().map(this::currentFrame).filter(frame -> isReady(frame.target()))
                .collect(Collectors.toSet());
    }

    /// The addresses of all stored objects, frames under their frame address.
    Set<Ghid> stored() {
        return Stream.concat(statics.keySet().stream(), live.stream().map(dynamic -> currentFrame(dynamic).ghid()))
                .collect(Collectors.toSet());
    }

    boolean isLive(Ghid dynamic) {
        return live.contains(dynamic);
    }

    Optional<Frame> newest(Ghid dynamic) {
        return Optional.ofNullable(newest.get(dynamic));
    }

    Optional<Ghid> inGrace(Ghid dynamic) {
        return Optional.ofNullable(graces.get(dynamic)).map(Grace::container);
    }

    /// What subscribers are to be told of the last change.
    Set<Event> events() {
        return Set.copyOf(events);
    }
}
