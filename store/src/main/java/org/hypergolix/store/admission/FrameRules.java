package org.hypergolix.store.admission;

import static org.hypergolix.store.admission.Admission.refused;

import java.util.Optional;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.Binding;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.StoreView;

/// What a frame must satisfy. A dynamic address belongs to the binder of its first sight and its counter only rises, for
/// ever: also after the object was collected.
final class FrameRules {
    private FrameRules() {}

    static Optional<Verdict.Refused> refuse(StoreView view, Frame frame) {
        Optional<DynamicState> known = view.dynamic(frame.dynamic());
        return refuseAddress(view, frame)
                .or(() -> Targets.refuseAsBound(view, frame.target()))
                .or(() -> refuseChain(view, frame))
                .or(() -> known.isPresent() ? refuseSuccessor(view, known.get(), frame) : refuseFirst(view, frame));
    }

    /// The dynamic address of a frame with history cannot be derived from it. Without this rule it could be made to hide
    /// an object of somebody else.
    private static Optional<Verdict.Refused> refuseAddress(StoreView view, Frame frame) {
        return view.kind(frame.dynamic()).flatMap(kind -> refused(Refusal.INVALID_TARGET,
                "The dynamic address " + frame.dynamic() + " is that of a stored " + kind.label() + "."));
    }

    /// Only a link that closes a cycle can be the last of it, so looking down from every new link finds them all.
    private static Optional<Verdict.Refused> refuseChain(StoreView view, Frame frame) {
        Ghid link = frame.target();
        for (int depth = 1; !link.equals(frame.dynamic()); depth++) {
            Optional<DynamicState> next = view.dynamic(link).filter(DynamicState::live);
            if (next.isEmpty() || view.kind(link).isPresent()) {
                return Optional.empty();
            }
            if (depth == Admission.MAX_CHAIN_DEPTH) {
                return refused(Refusal.INVALID_TARGET, "The chain of dynamic addresses from " + frame.dynamic()
                        + " is longer than " + Admission.MAX_CHAIN_DEPTH + ".");
            }
            link = next.get().target();
        }
        return refused(Refusal.INVALID_TARGET,
                "The target " + frame.target() + " leads back to " + frame.dynamic() + ".");
    }

    private static Optional<Verdict.Refused> refuseFirst(StoreView view, Frame frame) {
        return refuseStep(frame, 0).or(() -> refuseIfDebound(view, frame));
    }

    private static Optional<Verdict.Refused> refuseSuccessor(StoreView view, DynamicState known, Frame frame) {
        boolean identical = known.frame().equals(frame.ghid());
        if (known.live()) {
            return (identical ? Optional.<Verdict.Refused>empty() : refuseCounter(known, frame))
                    .or(() -> refuseStranger(known, frame)).or(() -> refuseIfDebound(view, frame));
        }
        // Gone: that it is debound says more than a counter which nobody can look up any more.
        return refuseStranger(known, frame).or(() -> refuseIfDebound(view, frame))
                .or(() -> identical ? Optional.empty() : refuseCounter(known, frame));
    }

    private static Optional<Verdict.Refused> refuseCounter(DynamicState known, Frame frame) {
        if (Long.compareUnsigned(frame.counter(), known.counter()) <= 0) {
            return refused(Refusal.ILLEGAL_FRAME, "The counter of " + frame.dynamic() + " is "
                    + Long.toUnsignedString(known.counter()) + " already; " + Long.toUnsignedString(frame.counter())
                    + " is not greater.");
        }
        return refuseStep(frame, known.counter());
    }

    /// A counter at the end of its range could never be followed by another.
    private static Optional<Verdict.Refused> refuseStep(Frame frame, long from) {
        if (Long.compareUnsigned(frame.counter() - from, Admission.MAX_COUNTER_STEP) <= 0) {
            return Optional.empty();
        }
        return refused(Refusal.ILLEGAL_FRAME, "The counter of " + frame.dynamic() + " jumps from "
                + Long.toUnsignedString(from) + " to " + Long.toUnsignedString(frame.counter()) + ".");
    }

    private static Optional<Verdict.Refused> refuseStranger(DynamicState known, Frame frame) {
        if (known.binder().equals(frame.author())) {
            return Optional.empty();
        }
        return refused(Refusal.INCONSISTENT_AUTHOR, "The dynamic address " + frame.dynamic() + " belongs to "
                + known.binder() + ", not to " + frame.author() + ".");
    }

    /// A debound object may be updated as long as something holds it.
    private static Optional<Verdict.Refused> refuseIfDebound(StoreView view, Frame frame) {
        return view.debinding(frame.dynamic(), frame.author()).filter(_ -> !isHeld(view, frame.dynamic()))
                .flatMap(debinding -> refused(Refusal.ALREADY_DEBOUND,
                        "The dynamic object " + frame.dynamic() + " is debound by " + debinding + "."));
    }

    private static boolean isHeld(StoreView view, Ghid dynamic) {
        return view.bindings(dynamic, 1).stream().anyMatch(binding -> switch (binding) {
            case Binding.ByStatic _,Binding.ByDynamic _ -> true;
            case Binding.Superseded _ -> false;
        });
    }
}
