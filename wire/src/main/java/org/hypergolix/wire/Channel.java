package org.hypergolix.wire;

import java.io.IOException;
import java.util.List;
import org.hypergolix.golix.Bytes;

/// One open connection that carries whole messages both ways, in order. Safe for use by any thread.
///
/// What it runs over (a websocket, a simulated network) is its own matter, as is noticing that the peer is gone.
public interface Channel extends AutoCloseable {

    /// Hands a message over for sending; it may return before it is sent.
    ///
    /// Waits while too many bytes are queued already, and while a peer that does not read holds up what is sent; one that
    /// does not take it in time is given up. An interrupt while it waits for the peer may close the channel.
    ///
    /// @throws IOException if the channel is closed or the peer was given up
    void send(Bytes message) throws IOException;

    /// The same for messages that follow each other, sent together where the transport can.
    default void send(List<Bytes> messages) throws IOException {
        for (Bytes message : messages) {
            send(message);
        }
    }

    /// Whether it is open, as far as known.
    boolean isOpen();

    /// How long nothing has come from the peer, signs of life included, in milliseconds; 0 where that is not known.
    default long silenceMillis() {
        return 0;
    }

    /// Closes the channel; does nothing if it is closed. Does not wait for the peer.
    @Override
    void close();

    /// Closes the channel because the peer broke the protocol, and tells it so where the transport can.
    ///
    /// @param cause one line
    default void fail(String cause) {
        close();
    }

    /// Hears what comes in. Called on the channel's reading thread, one call after the other: it must neither block nor
    /// run application code.
    interface Receiver {

        /// A message arrived.
        void received(Bytes message);

        /// The channel is closed; called once, last.
        ///
        /// @param reason one line
        void closed(String reason);
    }
}
