package org.hypergolix.node.object;

import java.util.Optional;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.store.DynamicState;

/// What a frame that a relay shows means to a node that has seen others: the rules against rollback, as a function of
/// values.
enum FrameVerdict {
    /// Newer than all that is known: to be taken over if it opens.
    NEWER,
    /// The frame that is known.
    SAME,
    /// The relay is behind with an own object: it is to get the newer state.
    RELAY_BEHIND,
    /// The relay shows an older state of a foreign object: refused and reported.
    ROLLED_BACK,
    /// Another frame with the same counter, of a foreign object: the owner, or a thief of his key, signed both.
    FORKED,
    /// The same of an own object: two devices of this account wrote at once.
    TIED,
    /// Signed by somebody who does not own the address.
    FOREIGN_BINDER;

    /// Judges `frame`, whose signature is checked elsewhere.
    ///
    /// @param stored what the store knows of the address
    /// @param pin the pin of the address
    /// @param floor the lowest counter that counts, unsigned, 0 if there is none
    /// @param self the own fingerprint
    static FrameVerdict judge(
            Frame frame, Optional<DynamicState> stored, Optional<Pin> pin, long floor, Ghid self) {
        if (stored.isPresent() && !stored.get().binder().equals(frame.author())) {
            return FOREIGN_BINDER;
        }
        boolean own = frame.author().equals(self);
        Optional<Pin> newest = newest(stored, pin);
        if (newest.isPresent()) {
            int order = Long.compareUnsigned(frame.counter(), newest.get().counter());
            if (order == 0 && frame.ghid().equals(newest.get().frame())) {
                return SAME;
            }
            if (order == 0) {
                return own ? TIED : FORKED;
            }
            if (order < 0) {
                return own ? RELAY_BEHIND : ROLLED_BACK;
            }
        }
        if (Long.compareUnsigned(frame.counter(), floor) < 0) {
            return own ? RELAY_BEHIND : ROLLED_BACK;
        }
        return NEWER;
    }

    private static Optional<Pin> newest(Optional<DynamicState> stored, Optional<Pin> pin) {
        Optional<Pin> local = stored.map(state -> new Pin(state.counter(), state.frame()));
        if (local.isEmpty() || pin.isEmpty()) {
            return local.or(() -> pin);
        }
        return Long.compareUnsigned(pin.get().counter(), local.get().counter()) > 0 ? pin : local;
    }
}
