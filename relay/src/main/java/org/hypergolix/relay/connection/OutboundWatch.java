package org.hypergolix.relay.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.hypergolix.relay.limit.RelayLimits;

/// Notices a client that does not read. On the event loop.
final class OutboundWatch {

    private final RelayLimits.Patience patience;
    private long waitingBytes;
    private long progressNanos;
    private long backlogNanos;

    OutboundWatch(RelayLimits.Patience patience, long now) {
        this.patience = patience;
        this.progressNanos = now;
        this.backlogNanos = now;
    }

    /// Whether bytes wait and none of them went for too long, or too many have waited for too long.
    boolean isOverdue(Channel channel, long now) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long waiting = buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
        if (waiting != waitingBytes || waiting == 0) {
            waitingBytes = waiting;
            progressNanos = now;
        }
        if (channel.isWritable()) {
            backlogNanos = now;
        }
        return ClientConnection.isOver(progressNanos, patience.stalledMillis(), now)
                || ClientConnection.isOver(backlogNanos, patience.backlogMillis(), now);
    }
}
