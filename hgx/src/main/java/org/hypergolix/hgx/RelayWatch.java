package org.hypergolix.hgx;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.hypergolix.wire.local.RelayStatus;

/// Tells handlers that a relay came or went; of each relay only the newest waits.
final class RelayWatch {
    private final HandlerThreads threads;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    RelayWatch(HandlerThreads threads) {
        this.threads = threads;
    }

    static RelayState state(RelayStatus status) {
        return new RelayState(
                status.relay(),
                status.connected(),
                Instant.ofEpochMilli(status.sinceMillis()),
                status.queued(),
                Refusals.line(status.reason()));
    }

    Subscription add(Consumer<? super RelayState> handler) {
        Watcher watcher = new Watcher(new Handlers<>("relay change"), new HandlerQueue(threads));
        watcher.handlers.add(handler);
        watchers.add(watcher);
        return () -> {
            watchers.remove(watcher);
            watcher.queue.close();
        };
    }

    /// On the node's thread.
    void changed(RelayStatus status) {
        RelayState state = state(status);
        for (Watcher watcher : watchers) {
            watcher.queue.put(state.relay(), () -> watcher.handlers.call(state, state.relay()));
        }
    }

    void end() {
        watchers.forEach(watcher -> watcher.queue.close());
    }

    private record Watcher(Handlers<RelayState> handlers, HandlerQueue queue) {}
}
