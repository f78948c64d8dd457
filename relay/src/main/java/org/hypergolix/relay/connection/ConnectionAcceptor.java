package org.hypergolix.relay.connection;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hypergolix.relay.limit.MemoryBudget;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.relay.request.RequestHandler;
import org.hypergolix.relay.request.Statistics;
import org.hypergolix.relay.subscription.Announcer;

/// Takes new connections, within their limits, and ends all of them. Safe for use by any thread.
@Sharable
public final class ConnectionAcceptor extends ChannelInitializer<SocketChannel> {

    private static final int MAX_REQUEST_LINE_BYTES = 4 * 1024;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_BODY_BYTES = 1024;
    private static final int STOP_POLL_MILLIS = 10;

    private final RelayContext context;
    private final ConnectionCount count;
    private final Map<EventLoop, ConnectionLoop> loops = new HashMap<>();
    private final AtomicLong nextId = new AtomicLong();

    public ConnectionAcceptor(
            EventLoopGroup eventLoops,
            Announcer announcer,
            RequestHandler handler,
            Statistics statistics,
            RelayLimits limits) {
        MemoryBudget receiving = new MemoryBudget(limits.memory().receivingBytes());
        MemoryBudget subscribing = new MemoryBudget(limits.memory().subscriptionBytes());
        this.context = new RelayContext(limits, handler, receiving, subscribing, statistics);
        this.count = new ConnectionCount(limits);
        for (EventExecutor executor : eventLoops) {
            EventLoop eventLoop = (EventLoop) executor;
            loops.put(eventLoop, new ConnectionLoop(eventLoop, announcer.addGroup(eventLoop)));
        }
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        InetAddress address = channel.remoteAddress().getAddress();
        ConnectionLoop loop = loops.get(channel.eventLoop());
        if (loop == null || !count.enter(address)) {
            var _ = channel.close();
            return;
        }
        channel.closeFuture().addListener(_ -> count.leave(address));
        ClientConnection connection = new ClientConnection(nextId.getAndIncrement(), channel, loop, context);
        HttpDecoderConfig http = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        channel.pipeline()
                .addLast(new IntakeHandler(connection))
                .addLast(new HttpServerCodec(http))
                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES, true))
                .addLast(new HandshakeHandler(connection))
                .addLast(new MessageHandler(connection));
    }

    /// Connections at the moment.
    public int connections() {
        return count.total();
    }

    /// Closes all connections, those under way after their requests were answered, within `timeoutMillis`.
    public void stop(int timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        for (ConnectionLoop loop : loops.values()) {
            loop.eventLoop().execute(() -> loop.connections().forEach(connection -> connection.stop(deadline)));
        }
        while (count.total() > 0 && System.nanoTime() - deadline < 0) {
            Thread.sleep(STOP_POLL_MILLIS);
        }
        for (ConnectionLoop loop : loops.values()) {
            loop.eventLoop().execute(() -> loop.connections().forEach(ClientConnection::abort));
        }
    }
}
