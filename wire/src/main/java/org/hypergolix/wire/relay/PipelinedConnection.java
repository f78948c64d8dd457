package org.hypergolix.wire.relay;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.Bytes;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.CallTable;
import org.hypergolix.wire.Channel;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.MalformedMessageException;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.websocket.WebSocketChannel;

/// A connection to a relay over a channel.
///
/// The channel's reading thread only sorts: answers go to the thread that completes futures, updates to the thread that
/// runs the listener; an answer that a blocking [#call] waits for, or one to requests sent as a list, is handed over at once. A third thread gives up
/// requests whose time is over. All three are virtual.
final class PipelinedConnection implements RelayConnection, Channel.Receiver {

    private static final System.Logger LOGGER = System.getLogger(PipelinedConnection.class.getName());

    /// A line slower than this, in bytes per second, is taken for dead.
    private static final long SLOWEST_BYTES_PER_SECOND = 64 * 1024;

    /// Requests without an answer in time, after which the connection ends: their tokens cannot be used again.
    private static final int MOST_UNANSWERED = 1_024;

    private final ConnectionOptions options;
    private final Listener listener;
    private final CallTable<Call> calls;
    private final Flight flight;
    private final UpdateQueue updates;
    private final BlockingQueue<Runnable> completions = new LinkedBlockingQueue<>();
    private final CompletableFuture<Channel> channel = new CompletableFuture<>();
    private final Thread watch;
    private volatile boolean closed;
    private volatile boolean completionsEnded;
    private volatile String reason = "closed";

    private PipelinedConnection(ConnectionOptions options, Listener listener) {
        this.options = options;
        this.listener = listener;
        this.calls = new CallTable<>(options.maxRequests(), MOST_UNANSWERED, new SplittableRandom());
        this.flight = new Flight(options.maxRequests(), options.maxRequestBytes());
        this.updates = new UpdateQueue(options.maxUpdates(), options.maxUpdateBytes());
        this.watch = Thread.ofVirtual().name("relay-watch").unstarted(this::expire);
    }

    /// @param urgent whether any thread may complete `answer`, as nothing long can be attached to it
    private record Call(CompletableFuture<Answer> answer, int size, boolean urgent) {}

    static RelayConnection open(URI relay, ConnectionOptions options, Listener listener)
            throws IOException, InterruptedException {
        PipelinedConnection connection = new PipelinedConnection(options, listener);
        Channel channel = WebSocketChannel.open(relay, options.channel(), connection);
        connection.start(channel);
        return connection;
    }

    private void start(Channel opened) {
        channel.complete(opened);
        Thread.ofVirtual().name("relay-answers").start(this::complete);
        Thread.ofVirtual().name("relay-updates").start(this::update);
        watch.start();
    }

    @Override
    public CompletableFuture<Answer> send(RelayRequest request) {
        return send(request, false);
    }

    @Override
    public Answer call(RelayRequest request) throws IOException, InterruptedException {
        try {
            return send(request, true).get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof InterruptedIOException) {
                Thread.interrupted();
                throw new InterruptedException();
            }
            throw new IOException(cause == null ? null : cause.getMessage(), cause);
        }
    }

    @Override
    public List<CompletableFuture<Answer>> send(List<RelayRequest> requests) {
        return send(requests, true);
    }

    private CompletableFuture<Answer> send(RelayRequest request, boolean urgent) {
        return send(List.of(request), urgent).getFirst();
    }

    private List<CompletableFuture<Answer>> send(List<RelayRequest> requests, boolean urgent) {
        List<Integer> sizes = requests.stream().map(request -> RelayCodec.encode(request, 0).length()).toList();
        for (int size : sizes) {
            if (size > Message.MAX_LENGTH) {
                return failed(requests, new IOException(
                        "The request has " + size + " bytes; a relay takes " + Message.MAX_LENGTH + "."));
            }
        }
        try {
            long bytesUnderWay = flight.enter(
                    requests.size(), sizes.stream().mapToLong(Integer::longValue).sum());
            if (bytesUnderWay < 0) {
                return failed(requests, lost());
            }
            List<Call> calls = new ArrayList<>();
            sizes.forEach(size -> calls.add(new Call(new CompletableFuture<>(), size, urgent)));
            dispatch(requests, calls, bytesUnderWay);
            return calls.stream().map(Call::answer).toList();
        } catch (InterruptedException _) {
            return interrupted(requests);
        }
    }

    private void dispatch(List<RelayRequest> requests, List<Call> made, long bytesUnderWay) {
        List<Integer> tokens = new ArrayList<>();
        List<Bytes> messages = new ArrayList<>();
        long now = System.nanoTime();
        for (int index = 0; index < made.size(); index++) {
            RelayRequest request = requests.get(index);
            int token = calls.add(made.get(index), now + timeoutNanos(request, bytesUnderWay));
            tokens.add(token);
            messages.add(RelayCodec.encode(request, token).encode());
        }
        if (closed) {
            // Closed between entering and adding: then nobody else fails these calls.
            tokens.forEach(token -> calls.take(token).ifPresent(own -> own.answer.completeExceptionally(lost())));
            return;
        }
        try {
            channel.resultNow().send(messages);
        } catch (InterruptedIOException _) {
            // Some may be on their way: their answers are taken for nobody's.
            tokens.forEach(token -> calls.take(token).ifPresent(unsent -> {
                flight.leave(unsent.size);
                unsent.answer.completeExceptionally(interruption());
            }));
        } catch (IOException _) {
            // The channel is closed or about to be; that fails every call under way, these included.
            channel.resultNow().close();
        }
    }

    private static List<CompletableFuture<Answer>> failed(List<RelayRequest> requests, IOException failure) {
        return requests.stream().map(_ -> CompletableFuture.<Answer>failedFuture(failure)).toList();
    }

    private static List<CompletableFuture<Answer>> interrupted(List<RelayRequest> requests) {
        return failed(requests, interruption());
    }

    private static IOException interruption() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("Interrupted while waiting to send.");
    }

    private long timeoutNanos(RelayRequest request, long bytesUnderWay) {
        long bytes = bytesUnderWay + (request instanceof RelayRequest.Get ? options.channel().maxMessageBytes() : 0);
        return TimeUnit.MILLISECONDS.toNanos(options.requestTimeoutMillis())
                + bytes * TimeUnit.SECONDS.toNanos(1) / SLOWEST_BYTES_PER_SECOND;
    }

    private IOException lost() {
        return new IOException("The connection to the relay is lost: " + reason);
    }

    @Override
    public boolean isOpen() {
        return !closed && channel.resultNow().isOpen();
    }

    @Override
    public long silenceMillis() {
        return channel.resultNow().silenceMillis();
    }

    @Override
    public void close() {
        channel.resultNow().close();
    }

    /// On the reading thread.
    @Override
    public void received(Bytes encoded) {
        try {
            Message message = Message.decode(encoded);
            if (message.isAnswer()) {
                calls.take(message.token()).ifPresent(call -> succeed(call, Answer.from(message)));
            } else {
                requested(message);
            }
        } catch (MalformedMessageException malformed) {
            giveUp(String.valueOf(malformed.getMessage()));
        }
    }

    private void requested(Message message) {
        try {
            if (!updates.offer(RelayCodec.decodeUpdate(message), message.token())) {
                giveUp("more updates came than fit");
            }
        } catch (RefusedMessageException refused) {
            // Completed in order with answers, on a thread that may wait for the channel.
            completions.add(() -> answer(message.token(), refused.answer()));
            if (completions.size() > 2 * options.maxRequests() + options.maxUpdates()) {
                giveUp("more nonsense came than is worth answering");
            }
        }
    }

    private void giveUp(String cause) {
        if (!closed) {
            reason = cause;
            closeAsSoonAsOpen();
        }
    }

    /// The reading thread may run before the channel is known here.
    private void closeAsSoonAsOpen() {
        var _ = channel.thenAccept(Channel::close);
    }

    private void succeed(Call call, Answer answer) {
        flight.leave(call.size);
        if (call.urgent) {
            call.answer.complete(answer);
        } else {
            completions.add(() -> call.answer.complete(answer));
        }
    }

    private void fail(Call call, IOException failure) {
        flight.leave(call.size);
        if (call.urgent) {
            call.answer.completeExceptionally(failure);
        } else {
            completions.add(() -> call.answer.completeExceptionally(failure));
        }
    }

    /// On the reading thread, last.
    @Override
    public void closed(String cause) {
        if (reason.equals("closed")) {
            reason = cause;
        }
        closed = true;
        flight.close();
        calls.takeAll().forEach(call -> fail(call, lost()));
        updates.close();
        watch.interrupt();
        completions.add(() -> completionsEnded = true);
    }

    /// The thread that completes futures; it ends with the connection.
    private void complete() {
        try {
            while (!completionsEnded) {
                completions.take().run();
            }
            // The reading thread is done; the watch may have given up one more request meanwhile.
            watch.join();
            completions.forEach(Runnable::run);
        } catch (InterruptedException _) {
            // Nobody interrupts this thread but a callback that ran on it; the connection cannot go on without it.
            close();
        }
    }

    /// The thread that runs the listener; it ends with the connection.
    private void update() {
        try {
            Optional<UpdateQueue.Entry> next = updates.take();
            while (next.isPresent()) {
                UpdateQueue.Entry entry = next.get();
                Answer answer = tell(entry.update());
                entry.tokens().forEach(token -> answer(token, answer));
                next = updates.take();
            }
        } catch (InterruptedException _) {
            close();
        }
        listener.closed(reason);
    }

    private Answer tell(RelayUpdate update) {
        try {
            return listener.updated(update.subject(), update.object());
        } catch (RuntimeException bug) {
            LOGGER.log(System.Logger.Level.ERROR, "The handler of an update failed.", bug);
            return new Answer.Failure(ErrorCode.EXCEPTION, "");
        }
    }

    private void answer(int token, Answer answer) {
        if (closed) {
            return;
        }
        try {
            channel.resultNow().send(answer.toMessage(token).encode());
        } catch (IOException _) {
            // The channel tells of its end by itself.
        }
    }

    /// The thread that gives up requests; it ends with the connection.
    private void expire() {
        try {
            while (!closed) {
                Thread.sleep(Math.clamp(options.requestTimeoutMillis() / 4, 10, 1_000));
                for (Call call : calls.expire(System.nanoTime())) {
                    fail(call, new IOException("The relay did not answer in time."));
                }
                if (calls.givenUp() >= MOST_UNANSWERED) {
                    giveUp("it left " + MOST_UNANSWERED + " requests without an answer");
                }
            }
        } catch (InterruptedException _) {
            // The connection is closed.
        }
    }
}
