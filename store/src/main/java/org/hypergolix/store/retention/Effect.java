package org.hypergolix.store.retention;

import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;

/// Something that subscribers care about and that followed from a change.
public sealed interface Effect {

    /// The newest frame of a dynamic address and its target are both stored now.
    record Ready(Frame frame) implements Effect {}

    /// A dynamic object (`subject` is its dynamic address) or a request (its recipient) went because of `cause`.
    record Collected(Ghid subject, Debinding cause) implements Effect {}
}
