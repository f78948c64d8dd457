package org.hypergolix.store.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.store.Binding;
import org.hypergolix.store.Damage;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.StoredObject;
import org.hypergolix.store.retention.Consequences;
import org.hypergolix.store.retention.Effect;
import org.hypergolix.store.retention.Retention;

/// Decides what may be stored and what follows from it: a function of values, the same for relay and node.
///
/// Whether the author is known and the signature his is settled before. Then, in this order:
///
/// 1. what is stored already is [Verdict.Known];
/// 2. the target, as far as it is known, is of a kind that may be targeted so [Refusal#INVALID_TARGET];
/// 3. a frame is newer than the stored one [Refusal#ILLEGAL_FRAME];
/// 4. a frame is of the binder of its address, a debinding of the owner of its target [Refusal#INCONSISTENT_AUTHOR];
/// 5. the recipient of a request is known [Refusal#INVALID_IDENTITY];
/// 6. something binds a container [Refusal#UNBOUND_CONTAINER];
/// 7. no valid debinding of the object is stored [Refusal#ALREADY_DEBOUND].
///
/// An unknown target is no reason to refuse: bindings, frames and debindings may come before what they refer to.
public final class Admission {

    /// Keeps a superseded container at most this long, in milliseconds.
    public static final long SUPERSEDED_MILLIS = Retention.SUPERSEDED_MILLIS;

    /// The longest chain of dynamic addresses, counted downwards from the frame that is judged.
    public static final int MAX_CHAIN_DEPTH = 16;

    /// The largest step of a frame counter, first sight included.
    public static final long MAX_COUNTER_STEP = 1L << 32;

    private Admission() {}

    /// Judges `object` against `view`, which includes everything accepted before.
    ///
    /// @param nowMillis since the epoch
    public static Verdict judge(StoreView view, Verified<?> object, long nowMillis) {
        GolixObject candidate = object.object();
        if (isStored(view, candidate.ghid())) {
            return new Verdict.Known();
        }
        Optional<Verdict.Refused> refusal = switch (candidate) {
            case Identity _ -> Optional.empty();
            case Frame frame -> FrameRules.refuse(view, frame);
            case StaticBinding binding -> refuseStaticBinding(view, binding);
            case Debinding debinding -> refuseDebinding(view, debinding);
            case Request request -> refuseRequest(view, request);
            case Container container -> refuseContainer(view, container);
        };
        return refusal.isPresent() ? refusal.get() : accept(view, candidate, nowMillis);
    }

    /// What time does to the store, see [Retention#expire].
    ///
    /// @param nowMillis since the epoch
    public static Sweep sweep(StoreView view, long nowMillis) {
        Consequences consequences = Retention.expire(view, nowMillis);
        return new Sweep(
                new Verdict.Accepted(consequences.changes(), events(consequences)), consequences.unfinished());
    }

    /// What a sweep found to do.
    ///
    /// @param unfinished whether there is more, for another sweep
    public record Sweep(Verdict.Accepted accepted, boolean unfinished) {}

    private static Verdict accept(StoreView view, GolixObject object, long nowMillis) {
        Consequences consequences = Retention.store(view, object, nowMillis);
        List<Event> events = new ArrayList<>();
        if (object instanceof Request request) {
            events.add(new Event.RequestArrived(request));
        }
        events.addAll(events(consequences));
        return new Verdict.Accepted(consequences.changes(), events);
    }

    private static List<Event> events(Consequences consequences) {
        return consequences.effects().stream().<Event>map(effect -> switch (effect) {
            case Effect.Ready(Frame frame) -> new Event.FrameReady(frame);
            case Effect.Collected(Ghid subject, Debinding cause) -> new Event.Collected(subject, cause);
        }).toList();
    }

    /// A damaged object is not stored: whoever brings it again repairs it.
    private static boolean isStored(StoreView view, Ghid address) {
        return Damage.unlessDamaged(() -> view.kind(address).flatMap(_ -> view.find(address))).isPresent();
    }

    private static Optional<Verdict.Refused> refuseStaticBinding(StoreView view, StaticBinding binding) {
        return Targets.refuseAsBound(view, binding.target())
                .or(() -> refuseIfDebound(view, binding, binding.author()));
    }

    private static Optional<Verdict.Refused> refuseDebinding(StoreView view, Debinding debinding) {
        return Targets.refuseAsDebound(view, debinding)
                .or(() -> refuseIfDebound(view, debinding, debinding.author()));
    }

    private static Optional<Verdict.Refused> refuseRequest(StoreView view, Request request) {
        boolean recipientKnown = Damage.unlessDamaged(() -> view.find(request.recipient()))
                .filter(stored -> stored.kind() == ObjectKind.IDENTITY).flatMap(StoredObject::suite)
                .filter(suite -> suite == request.suite()).isPresent();
        if (!recipientKnown) {
            return refused(Refusal.INVALID_IDENTITY,
                    "The recipient " + request.recipient() + " is not a known identity of the request's suite.");
        }
        return refuseIfDebound(view, request, request.recipient());
    }

    private static Optional<Verdict.Refused> refuseContainer(StoreView view, Container container) {
        List<Binding> bindings = view.bindings(container.ghid(), 1);
        if (bindings.isEmpty() || bindings.getFirst() instanceof Binding.Superseded) {
            return refused(Refusal.UNBOUND_CONTAINER, "Nothing binds the container " + container.ghid() + ".");
        }
        return Optional.empty();
    }

    private static Optional<Verdict.Refused> refuseIfDebound(StoreView view, GolixObject object, Ghid owner) {
        return view.debinding(object.ghid(), owner).flatMap(debinding -> refused(Refusal.ALREADY_DEBOUND,
                "The " + object.kind().label() + " " + object.ghid() + " is debound by " + debinding + "."));
    }

    static Optional<Verdict.Refused> refused(Refusal refusal, String message) {
        return Optional.of(new Verdict.Refused(refusal, message));
    }
}
