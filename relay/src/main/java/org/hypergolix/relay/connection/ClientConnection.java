package org.hypergolix.relay.connection;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.relay.request.AnswerQueue;
import org.hypergolix.relay.request.RequestQueue;
import org.hypergolix.relay.request.Requester;
import org.hypergolix.relay.subscription.Announcement;
import org.hypergolix.relay.subscription.Outbox;
import org.hypergolix.relay.subscription.Subscriber;
import org.hypergolix.wire.MalformedMessageException;
import org.hypergolix.wire.Message;
import org.jspecify.annotations.Nullable;

/// One client. Everything runs on its event loop, except what is said to run on any thread.
///
/// Its life: a handshake, open, perhaps stopping (no more requests, those under way are answered), closing (what comes in
/// is thrown away so that the client can read why), closed.
final class ClientConnection implements Subscriber, Requester {

    private static final System.Logger LOGGER = System.getLogger(ClientConnection.class.getName());

    /// How often a connection may cause pending requests to be announced to everybody: this often at once, then once a
    /// second.
    private static final int ANNOUNCE_AGAIN_BURST = 32;

    private static final WebSocketCloseStatus TRY_AGAIN = new WebSocketCloseStatus(1013, "Try again later");
    private static final int STOP_POLL_MILLIS = 10;

    private enum State {
        HANDSHAKE, OPEN, STOPPING, CLOSING, CLOSED
    }

    private final long id;
    private final SocketChannel channel;
    private final ConnectionLoop loop;
    private final RelayContext context;
    private final RelayLimits limits;
    private final Sender sender;
    private final AnswerQueue answers;
    private final RequestQueue requests;
    private final InboundMemory inbound;
    private final Set<Ghid> subscriptions = new HashSet<>();
    private final TokenBucket announceAgain;
    private final OutboundWatch outboundWatch;
    private final SilenceWatch silenceWatch;
    private @Nullable Outbox outbox;

    private State state = State.HANDSHAKE;
    private long stateSinceNanos;
    private boolean queueFull;

    ClientConnection(long id, SocketChannel channel, ConnectionLoop loop, RelayContext context) {
        long now = System.nanoTime();
        this.id = id;
        this.channel = channel;
        this.loop = loop;
        this.context = context;
        this.limits = context.limits();
        this.stateSinceNanos = now;
        this.sender = new Sender(channel);
        this.answers = new AnswerQueue(channel.eventLoop(), this::write, limits.requests().publishing());
        this.requests = new RequestQueue(
                limits.requests(),
                context.receiving(),
                (message, next) -> context.handler().handle(message, next, this, answers),
                () -> channel.eventLoop().execute(this::roomAgain));
        this.inbound = new InboundMemory(context.receiving());
        this.announceAgain = new TokenBucket(ANNOUNCE_AGAIN_BURST, 1, now);
        this.outboundWatch = new OutboundWatch(limits.patience(), now);
        this.silenceWatch = new SilenceWatch(limits.patience(), now);
        loop.add(this);
    }

    @Override
    public long id() {
        return id;
    }

    // What comes in

    /// Bytes arrived.
    ///
    /// @return whether anybody wants them
    boolean received(int bytes) {
        long now = System.nanoTime();
        silenceWatch.heard(now);
        if (state == State.CLOSING || state == State.CLOSED) {
            return false;
        }
        if (!inbound.add(bytes, now)) {
            close(TRY_AGAIN, "the relay is receiving too much at the moment");
            return false;
        }
        return true;
    }

    /// The handshake is done.
    void opened() {
        if (state == State.HANDSHAKE) {
            inbound.clear();
            enter(State.OPEN);
        }
    }

    /// What came so far ends with a whole message or control frame.
    void messageBoundary() {
        inbound.clear();
    }

    /// All that there was to read has come.
    void readComplete() {
        requests.start();
    }

    /// A message is complete.
    void received(Bytes encoded) {
        // The queue counts it from here on.
        inbound.clear();
        if (state != State.OPEN) {
            return;
        }
        try {
            Message message = Message.decode(encoded);
            if (message.isAnswer()) {
                answered(message.token());
            } else {
                offer(message);
            }
        } catch (MalformedMessageException malformed) {
            close(WebSocketCloseStatus.INTERNAL_SERVER_ERROR, String.valueOf(malformed.getMessage()));
        }
    }

    private void answered(int token) {
        if (outbox != null) {
            outbox.answered(token);
            sendAnnouncements();
        }
    }

    private void offer(Message message) {
        switch (requests.offer(message)) {
            case TAKEN -> {
            }
            case TAKEN_FULL -> {
                queueFull = true;
                readOrNot();
            }
            case REFUSED -> close(TRY_AGAIN, "the relay is receiving too much at the moment");
        }
    }

    private void roomAgain() {
        queueFull = false;
        readOrNot();
    }

    private void readOrNot() {
        boolean read = switch (state) {
            case HANDSHAKE, CLOSING, CLOSED -> true;
            case OPEN -> !queueFull && channel.isWritable();
            case STOPPING -> false;
        };
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    // What goes out

    void writabilityChanged() {
        answers.writable(channel.isWritable());
        readOrNot();
        if (channel.isWritable()) {
            sendAnnouncements();
        }
    }

    private void write(List<AnswerQueue.Ready> ready) {
        try {
            sender.write(ready);
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    /// Tells, or closes the connection if that fails, as of memory: those who are told after it must be told.
    @Override
    public void announce(Announcement announcement) {
        try {
            tellNow(announcement);
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    private void tellNow(Announcement announcement) {
        // Of a thousand subscribers the last are told a moment later: some may not want to know any more.
        if (state != State.OPEN || !subscriptions.contains(announcement.subject())) {
            return;
        }
        if (outbox == null) {
            outbox = new Outbox(limits.announcements(), loop.random());
        }
        if (outbox.add(announcement)) {
            sendAnnouncements();
        } else {
            close(WebSocketCloseStatus.POLICY_VIOLATION, "too many announcements wait; reconnect and fetch");
        }
    }

    private void sendAnnouncements() {
        if (outbox == null || state != State.OPEN) {
            return;
        }
        boolean written = false;
        while (channel.isWritable()) {
            Optional<Outbox.Letter> letter = outbox.next(System.nanoTime());
            if (letter.isEmpty()) {
                break;
            }
            sender.write(letter.get());
            context.statistics().countAnnounced();
            written = true;
        }
        if (written) {
            channel.flush();
        }
    }

    // Subscriptions: asked for on any thread, kept on the event loop

    private <T> CompletableFuture<T> onLoop(Supplier<T> action) {
        return CompletableFuture.supplyAsync(action, channel.eventLoop());
    }

    @Override
    public CompletableFuture<Boolean> subscribe(Ghid address) {
        return onLoop(() -> {
            if (state != State.OPEN || subscriptions.contains(address)) {
                return true;
            }
            if (subscriptions.size() >= limits.requests().subscriptions()
                    || !context.subscribing().tryTake(RelayLimits.SUBSCRIPTION_BYTES)) {
                return false;
            }
            subscriptions.add(address);
            loop.subscribers().subscribe(address, this);
            return true;
        });
    }

    @Override
    public CompletableFuture<Boolean> unsubscribe(Ghid address) {
        return onLoop(() -> {
            if (!subscriptions.remove(address)) {
                return false;
            }
            unsubscribed(address);
            if (outbox != null) {
                outbox.forget(address);
            }
            return true;
        });
    }

    @Override
    public CompletableFuture<Void> unsubscribeAll() {
        return CompletableFuture.runAsync(this::dropSubscriptions, channel.eventLoop());
    }

    private void dropSubscriptions() {
        subscriptions.forEach(this::unsubscribed);
        subscriptions.clear();
        if (outbox != null) {
            outbox.forgetAll();
        }
    }

    private void unsubscribed(Ghid address) {
        loop.subscribers().unsubscribe(address, this);
        context.subscribing().release(RelayLimits.SUBSCRIPTION_BYTES);
    }

    @Override
    public CompletableFuture<List<Ghid>> subscriptions() {
        return onLoop(() -> List.copyOf(subscriptions));
    }

    @Override
    public boolean mayAnnounceAgain() {
        return announceAgain.tryTake(System.nanoTime());
    }

    @Override
    public void tell(Announcement announcement) {
        channel.eventLoop().execute(() -> announce(announcement));
    }

    // The end

    private void enter(State next) {
        state = next;
        stateSinceNanos = System.nanoTime();
        readOrNot();
    }

    /// Takes no more requests, answers those under way, then closes. What takes longer than `deadlineNanos` is cut off.
    void stop(long deadlineNanos) {
        if (state == State.OPEN) {
            enter(State.STOPPING);
            requests.close();
        }
        if (state == State.HANDSHAKE) {
            close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "");
        } else if (state == State.STOPPING) {
            if ((requests.isIdle() && answers.isEmpty()) || System.nanoTime() - deadlineNanos >= 0) {
                close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "the relay stops");
            } else {
                var _ = channel.eventLoop().schedule(
                        () -> stop(deadlineNanos), STOP_POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /// Tells the client why and closes; what it still sends is thrown away meanwhile.
    void close(WebSocketCloseStatus status, String reason) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        boolean websocket = state != State.HANDSHAKE;
        release();
        enter(State.CLOSING);
        if (websocket) {
            sender.close(status, reason);
        } else {
            abort();
        }
    }

    /// The client closed, orderly: it gets its status back.
    void closedByClient(CloseWebSocketFrame frame) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        release();
        enter(State.CLOSING);
        sender.closeBack(frame);
    }

    /// The connection is gone.
    void gone() {
        if (state != State.CLOSED) {
            release();
            state = State.CLOSED;
            loop.remove(this);
        }
    }

    private void release() {
        outbox = null;
        dropSubscriptions();
        requests.close();
        answers.close();
        inbound.clear();
    }

    // The clock

    /// Looks at every deadline.
    void check(long now) {
        RelayLimits.Patience patience = limits.patience();
        switch (state) {
            case HANDSHAKE -> {
                if (isOver(stateSinceNanos, patience.handshakeMillis(), now)) {
                    abort();
                }
            }
            case OPEN, STOPPING -> checkOpen(patience, now);
            case CLOSING -> {
                if (isOver(stateSinceNanos, patience.closeMillis(), now)) {
                    abort();
                }
            }
            case CLOSED -> {
            }
        }
    }

    private void checkOpen(RelayLimits.Patience patience, long now) {
        if (!channel.config().isAutoRead()) {
            // What the relay does not read is not its client's fault.
            silenceWatch.heard(now);
            inbound.paused(now);
        }
        if (inbound.isOverdue(patience.messageMillis(), now)) {
            close(WebSocketCloseStatus.POLICY_VIOLATION, "a message takes too long");
        } else if (outboundWatch.isOverdue(channel, now)) {
            // There is no use in telling somebody who does not read.
            abort();
        } else {
            checkLife(now);
        }
        if (outbox != null && outbox.expire(now)) {
            sendAnnouncements();
        }
    }

    private void checkLife(long now) {
        switch (silenceWatch.check(now)) {
            case ALIVE -> {
            }
            case ASK -> sender.ping();
            case GONE -> abort();
        }
    }

    static boolean isOver(long sinceNanos, int millis, long now) {
        return now - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /// Something failed in the middle: there is no telling what the client has got, so it has to begin again.
    void failed(Throwable failure) {
        LOGGER.log(System.Logger.Level.ERROR, "A connection failed.", failure);
        abort();
    }

    /// Closes without a word.
    void abort() {
        var _ = channel.close();
    }
}
