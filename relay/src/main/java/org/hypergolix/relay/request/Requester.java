package org.hypergolix.relay.request;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hypergolix.golix.Ghid;
import org.hypergolix.relay.subscription.Announcement;

/// A connection, as the handler of its requests sees it. Subscriptions are kept on its event loop; the futures complete
/// there.
public interface Requester {

    /// The number of the connection.
    long id();

    /// Subscribes.
    ///
    /// @return false if it has too many subscriptions
    CompletableFuture<Boolean> subscribe(Ghid address);

    /// Ends a subscription.
    ///
    /// @return whether there was one
    CompletableFuture<Boolean> unsubscribe(Ghid address);

    /// Ends all subscriptions.
    CompletableFuture<Void> unsubscribeAll();

    /// The subscribed addresses, in no particular order.
    CompletableFuture<List<Ghid>> subscriptions();

    /// Whether this connection may cause requests to be announced to others once more: now and then, not in a loop.
    boolean mayAnnounceAgain();

    /// Tells this connection alone.
    void tell(Announcement announcement);
}
