package org.hypergolix.node.sync;

import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.Answer;

/// What a node does with what its relays say. Implemented above this package.
public interface RelayOwner {

    /// The objects to publish for `item` now; nothing if it has become superfluous.
    Optional<Publication> publication(OutboxItem item);

    /// A relay has taken `publication`. Short: runs on a thread of the connection.
    void accepted(RelayLink link, Publication publication);

    /// A relay has refused an object of `publication`. May block and ask the relay.
    ///
    /// @param index which of the objects
    Resolution refused(RelayLink link, Publication publication, int index, Answer.Failure failure);

    /// A relay announces an object at a subscribed address. Short: it delays later announcements of this relay.
    Answer updated(RelayLink link, Ghid subject, Bytes object);

    /// What a relay answered when a followed address was fetched after connecting. Short.
    void fetched(RelayLink link, Ghid address, Answer answer);

    /// A relay was greeted and is about to be subscribed to.
    ///
    /// @param forgot whether it has not (or no longer) known this account
    void greeted(RelayLink link, boolean forgot);

    /// A relay came, went, or its reason changed.
    void changed(RelayLink link);
}
