package org.hypergolix.store.admission;

import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Request;

/// What subscribers are to be told once a commit is durable.
public sealed interface Event {

    /// The address whose subscribers this concerns.
    Ghid subject();

    /// The newest frame of a dynamic address and its target are both there now: either of them came last.
    record FrameReady(Frame frame) implements Event {
        @Override
        public Ghid subject() {
            return frame.dynamic();
        }
    }

    /// A request for the subject arrived.
    record RequestArrived(Request request) implements Event {
        @Override
        public Ghid subject() {
            return request.recipient();
        }
    }

    /// A dynamic object (subject: its dynamic address) or a request (subject: its recipient) was collected because of
    /// `cause`.
    record Collected(Ghid subject, Debinding cause) implements Event {}
}
