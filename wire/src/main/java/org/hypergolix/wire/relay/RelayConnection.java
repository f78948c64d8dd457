package org.hypergolix.wire.relay;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.Answer;

/// One open conversation with a relay, seen from the node. Safe for use by any thread.
public interface RelayConnection extends AutoCloseable {

    /// Sends `request` behind those sent before (pipelined); answers come in order.
    ///
    /// Waits while too many requests are under way. The future fails with [IOException] if the connection is lost or
    /// the answer does not come in time; it completes on a thread of the connection, so callbacks must be short.
    CompletableFuture<Answer> send(RelayRequest request);

    /// Sends `requests`, at most 16, one behind the other and at once where the transport can.
    ///
    /// As [#send(RelayRequest)], but the futures may complete on the thread that reads, so as not to lose time: callbacks
    /// must neither block nor send.
    default List<CompletableFuture<Answer>> send(List<RelayRequest> requests) {
        return requests.stream().map(this::send).toList();
    }

    /// Sends and waits for the answer.
    ///
    /// @throws IOException if the connection is lost or the answer does not come in time
    Answer call(RelayRequest request) throws IOException, InterruptedException;

    /// Whether it is still open, as far as known.
    boolean isOpen();

    /// How long nothing has come from the relay, signs of life included, in milliseconds; 0 where that is not known.
    default long silenceMillis() {
        return 0;
    }

    /// Closes the connection; the listener hears of it once.
    @Override
    void close();

    /// Hears of what the relay sends by itself.
    interface Listener {

        /// A subscribed address changed (`!!`). Runs in order on a thread of its own, never on the reading one: it may
        /// send requests on the same connection and wait for them. While one runs, later updates of the same address
        /// replace each other where the newest is enough (frames); others queue up to a limit, beyond which the
        /// connection is closed.
        ///
        /// @param object the bytes of the object, unchecked
        /// @return the answer to the relay
        Answer updated(Ghid subject, Bytes object);

        /// The connection is gone. Called once, after the last update.
        ///
        /// @param reason one line
        void closed(String reason);
    }
}
