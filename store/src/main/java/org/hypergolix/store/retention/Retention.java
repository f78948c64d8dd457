package org.hypergolix.store.retention;

import java.util.Optional;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.Request;
import org.hypergolix.golix.StaticBinding;
import org.hypergolix.store.StoreView;

/// Decides when stored objects go: a function of values.
///
/// | Object | Kept while |
/// | --- | --- |
/// | identity | always |
/// | container | a static binding or a current frame has it as its (first) target, or its time of grace lasts |
/// | static binding | its binder has not debound it |
/// | dynamic object (its current frame) | its binder has not debound it, or something still binds it |
/// | debinding | its debinder has not debound it |
/// | request | its recipient has not debound it |
///
/// A container that a frame has replaced stays until the container of the newest frame is stored, as the object would
/// have no readable state between the two; at most [#SUPERSEDED_MILLIS].
///
/// One commit does a bounded number of steps (an object removed, a holder told, a target looked at again). What is left
/// is kept in the store as a record and taken up by [#expire], so that no list, however long, holds the others up.
public final class Retention {

    /// Keeps a superseded container at most this long, in milliseconds.
    public static final long SUPERSEDED_MILLIS = 60_000;

    /// The space of the records that keep unfinished work: whoever commits a [org.hypergolix.store.Change.PutRecord] of
    /// it has to see to it that [#expire] is called.
    public static final String UNFINISHED = Task.SPACE;

    /// Steps that follow at once from storing one object.
    static final int STORE_STEPS = 64;

    /// Steps of one sweep.
    static final int SWEEP_STEPS = 256;

    private Retention() {}

    /// Stores `object`, which admission has accepted, and whatever follows from it.
    ///
    /// @param nowMillis since the epoch
    public static Consequences store(StoreView view, GolixObject object, long nowMillis) {
        Worklist work = new Worklist(view, nowMillis, STORE_STEPS);
        work.store(object);
        return work.finish();
    }

    /// Ends times of grace that are over and goes on with unfinished work.
    ///
    /// @param nowMillis since the epoch
    /// @return unfinished if it should be called again at once
    public static Consequences expire(StoreView view, long nowMillis) {
        Worklist work = new Worklist(view, nowMillis, SWEEP_STEPS);
        work.sweep();
        return work.finish();
    }

    /// Who alone may debind `object`, if anybody may: the author of a binding or debinding, the recipient of a request.
    public static Optional<Ghid> owner(GolixObject object) {
        return switch (object) {
            case Identity _,Container _ -> Optional.empty();
            case StaticBinding binding -> Optional.of(binding.author());
            case Frame frame -> Optional.of(frame.author());
            case Debinding debinding -> Optional.of(debinding.author());
            case Request request -> Optional.of(request.recipient());
        };
    }
}
