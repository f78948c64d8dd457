package org.hypergolix.relay;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hypergolix.relay.connection.ConnectionAcceptor;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.relay.request.RequestHandler;
import org.hypergolix.relay.request.Statistics;
import org.hypergolix.relay.subscription.Announcer;
import org.hypergolix.store.ledger.Ledger;

/// A running relay: takes what nodes publish if it verifies, keeps it, and tells those who subscribed. It can read none
/// of it. Safe for use by any thread.
public final class RelayServer implements AutoCloseable {

    /// How long a stopping relay waits for its clients, in milliseconds.
    private static final int STOP_MILLIS = 5_000;

    private static final int BACKLOG = 1_024;
    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final EventLoopGroup eventLoops;
    private final Ledger ledger;
    private final ConnectionAcceptor acceptor;
    private final Statistics statistics;
    private final Channel listening;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RelayServer(
            EventLoopGroup eventLoops,
            Ledger ledger,
            ConnectionAcceptor acceptor,
            Statistics statistics,
            Channel listening) {
        this.eventLoops = eventLoops;
        this.ledger = ledger;
        this.acceptor = acceptor;
        this.statistics = statistics;
        this.listening = listening;
    }

    /// Starts a relay, which listens when this returns.
    ///
    /// @throws BindException if the address is in use, or not one of this machine; the store is closed then
    /// @throws IOException if it cannot be listened on for another reason; the store is closed then
    public static RelayServer start(RelayOptions options) throws IOException {
        RelayLimits limits = options.limits();
        Announcer announcer = new Announcer(System::nanoTime);
        Ledger ledger = new Ledger(
                options.store(),
                new Ledger.Options(
                        limits.memory().publishing(), limits.memory().publishingBytes(), System::currentTimeMillis),
                announcer);
        Statistics statistics = new Statistics();
        RequestHandler handler = new RequestHandler(ledger, announcer, statistics, limits);
        EventLoopGroup eventLoops =
                new MultiThreadIoEventLoopGroup(eventLoops(), threads(), NioIoHandler.newFactory());
        ConnectionAcceptor acceptor =
                new ConnectionAcceptor(eventLoops, announcer, handler, statistics, limits);
        try {
            Channel listening = listen(options.address(), eventLoops, acceptor);
            return new RelayServer(eventLoops, ledger, acceptor, statistics, listening);
        } catch (IOException failure) {
            shutDown(eventLoops);
            ledger.close();
            throw failure;
        }
    }

    /// One event loop for two processors: framing is the smaller half of the work, signatures and the disk the larger.
    private static int eventLoops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private static ThreadFactory threads() {
        return Thread.ofPlatform().name("hypergolix-relay-io-", 0).factory();
    }

    private static Channel listen(InetSocketAddress address, EventLoopGroup eventLoops, ConnectionAcceptor acceptor)
            throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
                .childHandler(acceptor)
                .bind(address)
                .awaitUninterruptibly();
        if (bound.cause() instanceof BindException taken) {
            throw taken;
        }
        if (!bound.isSuccess()) {
            throw new IOException(
                    "Cannot listen on " + address.getHostString() + " port " + address.getPort() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }

    /// Where it listens, with the real port.
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /// What it has done since its start.
    public RelayStatistics statistics() {
        return new RelayStatistics(
                acceptor.connections(),
                statistics.requests(),
                statistics.stored(),
                statistics.refused(),
                statistics.announced());
    }

    /// Stops: no new connections, requests under way are answered, clients are told, and the store is closed. Takes a few
    /// seconds at most, unless the disk takes longer.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            listening.close().awaitUninterruptibly();
            acceptor.stop(STOP_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            ledger.close();
            shutDown(eventLoops);
        }
    }

    private static void shutDown(EventLoopGroup eventLoops) {
        eventLoops.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
