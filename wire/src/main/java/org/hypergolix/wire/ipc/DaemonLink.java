package org.hypergolix.wire.ipc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.CallTable;
import org.hypergolix.wire.Channel;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.MalformedMessageException;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.websocket.WebSocketChannel;
import org.hypergolix.wire.websocket.WebSocketOptions;

/// One connection to a daemon, from its first message to its end; it does not come back. Safe for use by any thread.
final class DaemonLink implements Channel.Receiver, AutoCloseable {
    private static final int MOST_REQUESTS = 4_096;
    private static final int OPEN_TIMEOUT_MILLIS = 5_000;
    private static final int ACCEPT_PATIENCE_MILLIS = 4_000;
    /// A token is not used again before its answer, so a daemon that owes this many is left for a new connection.
    private static final int MOST_UNANSWERED = 4_096;

    private final int maxMessageBytes;
    private final Listener listener;
    private final CallTable<CompletableFuture<Message>> calls =
            new CallTable<>(MOST_REQUESTS, MOST_UNANSWERED, new SplittableRandom());
    private final CompletableFuture<Channel> channel = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile String reason = "closed";

    /// Hears what a daemon says by itself, on the connection's reading thread: it must not block.
    interface Listener {
        /// An event came.
        ///
        /// @param token for the answer
        void happened(LocalEvent event, int token);

        /// Called once, last.
        void lost(String reason);
    }

    private DaemonLink(int maxMessageBytes, Listener listener) {
        this.maxMessageBytes = maxMessageBytes;
        this.listener = listener;
    }

    /// Connects, agrees on the dialect, and makes sure that it is the daemon of the right account.
    ///
    /// @throws IOException if there is none, or another; one line
    static DaemonLink open(Rendezvous rendezvous, DaemonNode.Limits limits, Listener listener)
            throws IOException, InterruptedException {
        DaemonLink link = new DaemonLink(limits.maxMessageBytes(), listener);
        WebSocketOptions options = WebSocketOptions.defaults()
                .withOpenTimeoutMillis(OPEN_TIMEOUT_MILLIS)
                .withMaxMessageBytes(limits.maxMessageBytes());
        link.channel.complete(WebSocketChannel.open(
                rendezvous.address(), (peer, local) -> introduction(rendezvous, limits.peers(), peer, local), options,
                link));
        try {
            link.agree(rendezvous, limits.requestTimeout());
            return link;
        } catch (IOException | RuntimeException | InterruptedException failed) {
            link.close();
            throw failed;
        }
    }

    /// The address may be that of a daemon that was killed, and anybody may listen there by now: nothing is said to another
    /// user's program. Where the system does not tell users, the secret is that of the daemon that wrote it, worth nothing
    /// to another.
    private static Map<String, String> introduction(Rendezvous rendezvous, LinuxPeers peers, InetSocketAddress peer,
            InetSocketAddress local) throws IOException, InterruptedException {
        if (peers.present()) {
            Optional<String> objection = peers.objectionOnceAccepted(peer, local, ACCEPT_PATIENCE_MILLIS);
            if (objection.isPresent()) {
                throw new IOException("this user's daemon does not listen there: " + objection.get());
            }
        }
        return Map.of("Authorization", "Bearer " + rendezvous.secret());
    }

    private void agree(Rendezvous rendezvous, Duration timeout) throws IOException, InterruptedException {
        byte[] version = ByteBuffer.allocate(Short.BYTES).putShort((short) Dialect.EXTENSION_VERSION).array();
        Message answer = send(token -> new Message(IpcCodec.VERSION, token, Bytes.owning(version)), timeout);
        if (answer.code() != Message.SUCCESS) {
            throw new IOException("The daemon at " + rendezvous.address() + " is too old for this program.");
        }
        Ghid account = call(new LocalRequest.WhoAmI(), timeout);
        if (!account.equals(rendezvous.fingerprint())) {
            throw new IOException("The daemon at " + rendezvous.address() + " serves another account.");
        }
    }

    /// Asks and waits.
    ///
    /// @throws LocalRefusal if the daemon declines
    /// @throws IOException if the connection is lost, or no answer comes in time
    <R> R call(LocalRequest<R> request, Duration timeout) throws IOException, InterruptedException {
        Message answer = send(token -> IpcCodec.EXTENDED.encode(request, token), timeout);
        try {
            if (answer.code() == Message.SUCCESS) {
                return IpcCodec.EXTENDED.decodeResult(request, answer.body());
            }
            throw aboutTheSame(request, IpcCodec.EXTENDED.decodeRefusal(answer.body()));
        } catch (MalformedMessageException malformed) {
            close();
            throw new IOException("The daemon answered nonsense: " + malformed.getMessage());
        }
    }

    private static LocalRefusal aboutTheSame(LocalRequest<?> request, LocalRefusal refusal)
            throws MalformedMessageException {
        if (refusal.conflict().isPresent() && !(request instanceof LocalRequest.OfObject<?> about
                && about.address().equals(refusal.conflict().get().winner().address()))) {
            throw new MalformedMessageException("A conflict came that is about another object.");
        }
        return refusal;
    }

    private interface Encoding {
        Message encode(int token);
    }

    private Message send(Encoding encoding, Duration timeout) throws IOException, InterruptedException {
        CompletableFuture<Message> answer = new CompletableFuture<>();
        int token;
        try {
            token = calls.add(answer, System.nanoTime());
        } catch (IllegalStateException full) {
            throw new IOException(full.getMessage());
        }
        if (closed) {
            calls.take(token);
            throw lost();
        }
        try {
            Message message = encoding.encode(token);
            if (message.length() > maxMessageBytes) {
                throw new LocalRefusal(ErrorCode.GENERIC, LocalRefusal.Reason.TOO_LARGE,
                        "The state needs a message of " + message.length() + " bytes and at most " + maxMessageBytes
                                + " may be sent.");
            }
            channel.resultNow().send(message.encode());
        } catch (IOException | RuntimeException unsent) {
            calls.take(token);
            throw unsent;
        }
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new IOException("The daemon did not answer within " + timeout.toSeconds() + " s.");
        } catch (ExecutionException _) {
            throw lost();
        } finally {
            // Whatever was not answered may still be: its token stays reserved.
            calls.giveUp(token);
            if (calls.givenUp() >= MOST_UNANSWERED) {
                close();
            }
        }
    }

    private IOException lost() {
        return new IOException("The connection to the daemon is lost: " + reason);
    }

    /// Says that an event was handled.
    void handled(int token) {
        if (!closed) {
            try {
                channel.resultNow().send(Answer.DONE.toMessage(token).encode());
            } catch (IOException _) {
                // The channel tells of its end by itself.
            }
        }
    }

    boolean isOpen() {
        return !closed;
    }

    /// On the reading thread.
    @Override
    public void received(Bytes encoded) {
        try {
            Message message = Message.decode(encoded);
            if (message.isAnswer()) {
                calls.take(message.token()).ifPresent(call -> call.complete(message));
                return;
            }
            IpcCodec.EXTENDED.decodeEvent(message)
                    .ifPresentOrElse(event -> listener.happened(event, message.token()),
                            () -> handled(message.token()));
        } catch (MalformedMessageException malformed) {
            reason = String.valueOf(malformed.getMessage());
            var _ = channel.thenAccept(Channel::close);
        }
    }

    /// On the reading thread, last.
    @Override
    public void closed(String cause) {
        if (reason.equals("closed")) {
            reason = cause;
        }
        closed = true;
        calls.takeAll().forEach(call -> call.completeExceptionally(lost()));
        listener.lost(reason);
    }

    @Override
    public void close() {
        channel.resultNow().close();
    }
}
