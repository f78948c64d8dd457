package org.hypergolix.relay.subscription;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Debinding;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Request;

/// Something that subscribers of an address are to be told.
public sealed interface Announcement {

    /// The address whose subscribers are told.
    Ghid subject();

    /// The object that they are sent.
    Bytes object();

    /// The newest state of a dynamic address. A newer one takes the place of a waiting one.
    record NewFrame(Ghid subject, Bytes object) implements Announcement {
        public static NewFrame of(Frame frame) {
            return new NewFrame(frame.dynamic(), frame.encoded());
        }
    }

    /// A request for the subject. The same request waits only once.
    record NewRequest(Ghid subject, Ghid request, Bytes object) implements Announcement {
        public static NewRequest of(Request request) {
            return new NewRequest(request.recipient(), request.ghid(), request.encoded());
        }
    }

    /// What was at the subject, or was for it, is gone because of a debinding.
    record Removed(Ghid subject, Ghid debinding, Bytes object) implements Announcement {
        public static Removed of(Ghid subject, Debinding cause) {
            return new Removed(subject, cause.ghid(), cause.encoded());
        }
    }
}
