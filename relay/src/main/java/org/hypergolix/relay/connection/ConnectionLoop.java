package org.hypergolix.relay.connection;

import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.hypergolix.relay.subscription.SubscriberGroup;

/// The connections of one event loop. All of it runs there.
final class ConnectionLoop {

    private static final long SWEEP_MILLIS = 250;

    private final EventLoop eventLoop;
    private final SubscriberGroup subscribers;
    private final SplittableRandom random = new SplittableRandom();
    private final Set<ClientConnection> connections = new LinkedHashSet<>();

    ConnectionLoop(EventLoop eventLoop, SubscriberGroup subscribers) {
        this.eventLoop = eventLoop;
        this.subscribers = subscribers;
        var _ = eventLoop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    SubscriberGroup subscribers() {
        return subscribers;
    }

    /// For tokens.
    SplittableRandom random() {
        return random;
    }

    void add(ClientConnection connection) {
        connections.add(connection);
    }

    void remove(ClientConnection connection) {
        connections.remove(connection);
    }

    List<ClientConnection> connections() {
        return List.copyOf(connections);
    }

    /// Looks after every connection: one timer for all instead of several for each.
    private void sweep() {
        long now = System.nanoTime();
        for (ClientConnection connection : connections()) {
            try {
                connection.check(now);
            } catch (RuntimeException | Error failure) {
                // One must not end the watch over all others.
                connection.failed(failure);
            }
        }
    }
}
