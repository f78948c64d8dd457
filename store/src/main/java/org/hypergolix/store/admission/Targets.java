package org.hypergolix.store.admission;

import static org.hypergolix.store.admission.Admission.refused;

import java.util.Optional;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.ObjectKind;
import org.hypergolix.store.Damage;
import org.hypergolix.store.DynamicState;
import org.hypergolix.store.StoreView;
import org.hypergolix.store.StoredObject;
import org.hypergolix.store.retention.Retention;

/// What may be the target of what. Where a static and a dynamic object have the same address, the static one is meant.
final class Targets {
    private Targets() {}

    /// Refuses what neither a static binding nor a frame may bind. A frame is bound by its dynamic address only: its own
    /// passes with the next one.
    static Optional<Verdict.Refused> refuseAsBound(StoreView view, Ghid target) {
        return view.kind(target).flatMap(kind -> switch (kind) {
            case CONTAINER -> Optional.empty();
            case IDENTITY, STATIC_BINDING, FRAME, DEBINDING, REQUEST -> invalid(target, kind, "bound");
        });
    }

    /// Refuses what the debinding may not undo: its kind first, then its owner.
    static Optional<Verdict.Refused> refuseAsDebound(StoreView view, Debinding debinding) {
        Ghid target = debinding.target();
        Optional<ObjectKind> kind = view.kind(target);
        if (kind.isEmpty()) {
            // The binder of a dynamic address is known for ever, also when the object is gone.
            return refuseStranger(debinding, view.dynamic(target).map(DynamicState::binder));
        }
        return switch (kind.get()) {
            case CONTAINER, IDENTITY, FRAME -> invalid(target, kind.get(), "debound");
            case STATIC_BINDING, DEBINDING, REQUEST -> refuseStranger(debinding, Damage.unlessDamaged(
                    () -> view.find(target).map(StoredObject::decode)).flatMap(Retention::owner));
        };
    }

    private static Optional<Verdict.Refused> refuseStranger(Debinding debinding, Optional<Ghid> owner) {
        return owner.filter(known -> !known.equals(debinding.author()))
                .flatMap(known -> refused(Refusal.INCONSISTENT_AUTHOR, "The target " + debinding.target()
                        + " is for " + known + " to debind, not for " + debinding.author() + "."));
    }

    private static Optional<Verdict.Refused> invalid(Ghid target, ObjectKind kind, String verb) {
        return refused(Refusal.INVALID_TARGET, "The target " + target + " is of kind " + kind.label()
                + " and cannot be " + verb + ".");
    }
}
