package org.hypergolix.wire.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
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

    private final int maxMessageBytes;
    private final Listener listener;
    private final CallTable<CompletableFuture<Message>> calls =
            new CallTable<>(MOST_REQUESTS, new SplittableRandom());
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
        Map<String, String> headers = Map.of("Authorization", "Bearer " + rendezvous.secret());
        link.channel.complete(WebSocketChannel.open(rendezvous.address(), headers, options, link));
        try {
            link.agree(rendezvous, limits.requestTimeout());
            return link;
        } catch (IOException | RuntimeException | InterruptedException failed) {
            link.close();
            throw failed;
        }
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
            throw IpcCodec.EXTENDED.decodeRefusal(answer.body());
        } catch (MalformedMessageException malformed) {
            close();
            throw new IOException("The daemon answered nonsense: " + malformed.getMessage());
        }
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
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new IOException("The daemon did not answer within " + timeout.toSeconds() + " s.");
        } catch (ExecutionException _) {
            throw lost();
        } finally {
            calls.take(token);
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
