package org.hypergolix.node.ipc;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.CallTable;
import org.hypergolix.wire.Channel;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.MalformedMessageException;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.ipc.Dialect;
import org.hypergolix.wire.ipc.IpcCodec;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectState;

/// One program's connection: its requests go to a session of its own, the session's events come back as notifications.
final class IpcConnection implements Channel.Receiver {
    private static final Logger LOG = System.getLogger(IpcConnection.class.getName());

    /// Requests that are worked on at once, those that wait for that, and the bytes of all; what comes then is not read
    /// yet. While there is room to wait, the connection is read, and pings are answered.
    static final int MOST_REQUESTS = 64;
    static final int MOST_WAITING = 1_024;
    static final long MOST_REQUEST_BYTES = 2L * Message.MAX_LENGTH;

    /// Notifications that a program has not answered. It then hears nothing for [#ANSWER_TIMEOUT_MILLIS] at most, after
    /// which one counts as answered: programs that never answer are served all the same.
    static final int MOST_NOTIFICATIONS = 256;
    static final int ANSWER_TIMEOUT_MILLIS = 30_000;

    /// Tokens that stay reserved, as their answers may still come; beyond that the oldest is used again.
    private static final int MOST_UNANSWERED = 4_096;

    private static final int ROOM_CHECK_MILLIS = 250;
    private static final int MOST_DEFERRED = 64;
    static final int DRAIN_MILLIS = 2_000;

    private final Channel channel;
    private final int port;
    private final long sinceMillis = System.currentTimeMillis();
    private final AtomicLong requests = new AtomicLong();
    private final Consumer<IpcConnection> end;
    private final LocalNode.Session session;
    private final Lanes lanes =
            new Lanes(new Lanes.Limits(MOST_REQUESTS, MOST_WAITING, MOST_REQUEST_BYTES, MOST_DEFERRED));
    private final CallTable<Notification> notifications =
            new CallTable<>(MOST_NOTIFICATIONS, MOST_UNANSWERED, new SplittableRandom());
    /// Of objects that this program pushed to, the revision of its last push; the session tracks at most 8,192 objects.
    private final Map<Ghid, Long> revisions = new ConcurrentHashMap<>();
    private final Semaphore notificationRoom = new Semaphore(MOST_NOTIFICATIONS);
    private volatile IpcCodec codec = IpcCodec.CLASSIC;
    private volatile boolean asked;
    private volatile boolean closed;

    IpcConnection(LocalNode node, Channel channel, int port, Consumer<IpcConnection> end) {
        this.channel = channel;
        this.port = port;
        this.end = end;
        this.session = node.openTaking(this::tell);
    }

    /// An event under way to the program.
    ///
    /// @param taken to be run when the program has answered
    private record Notification(LocalEvent event, Runnable taken) {}

    /// The lane of requests that concern no object, such as tokens and api ids.
    private static final Object SESSION = new Object();

    /// On the channel's reading thread. It waits while too much is under way, which makes the program wait.
    @Override
    public void received(Bytes encoded) {
        Message message;
        try {
            message = Message.decode(encoded);
        } catch (MalformedMessageException malformed) {
            channel.fail(String.valueOf(malformed.getMessage()));
            return;
        }
        if (message.isAnswer()) {
            answered(message.token());
        } else if (message.code() == IpcCodec.VERSION) {
            version(message);
        } else {
            asked = true;
            request(message);
        }
    }

    /// What the program's answer to a notification tells: of an answer to a share that it has it, in either dialect. A
    /// program of 2017 has no other word for having handled a share.
    private void answered(int token) {
        Optional<Notification> answered = notifications.take(token);
        if (answered.isEmpty()) {
            return;
        }
        notificationRoom.release();
        switch (answered.get().event) {
            case LocalEvent.ShareAccepted _,LocalEvent.ShareDeclined _ ->
                lanes.addUncounted(SESSION, () -> taken(answered.get()));
            case LocalEvent.Shared share -> {
                if (codec.dialect() == Dialect.CLASSIC) {
                    lanes.addUncounted(SESSION, () -> handled(share));
                }
            }
            case LocalEvent.Updated _,LocalEvent.Deleted _,LocalEvent.Conflict _,LocalEvent.RelayChanged _ -> {}
        }
    }

    private static void taken(Notification notification) {
        try {
            notification.taken.run();
        } catch (LocalRefusal refused) {
            LOG.log(Level.DEBUG, "An answer is told again: reason={0}", refused.getMessage());
        }
    }

    private void handled(LocalEvent.Shared share) {
        try {
            session.call(new LocalRequest.ShareHandled(share.address(), share.origin(), share.apiId()));
        } catch (LocalRefusal refused) {
            LOG.log(Level.DEBUG, "A share is told again: reason={0}", refused.getMessage());
        }
    }

    private void version(Message message) {
        int wanted = message.body().size() == Short.BYTES ? message.body().asByteBuffer().getShort() : 0;
        if (wanted < 1 || asked) {
            send(codec.encode(new LocalRefusal(ErrorCode.GENERIC, LocalRefusal.Reason.OTHER,
                    "A version has two bytes, is at least 1, and is the first thing that a program says."),
                    message.token()));
            return;
        }
        codec = IpcCodec.EXTENDED;
        byte[] version = ByteBuffer.allocate(Short.BYTES).putShort((short) Dialect.EXTENSION_VERSION).array();
        send(new Answer.Success(Bytes.owning(version)).toMessage(message.token()));
    }

    private void request(Message message) {
        LocalRequest<?> request;
        try {
            request = codec.decodeRequest(message);
        } catch (LocalRefusal refusal) {
            send(codec.encode(refusal, message.token()));
            return;
        }
        requests.incrementAndGet();
        work(lane(request), message.length(), () -> serve(request, message.token()));
    }

    private void work(Object lane, long bytes, Runnable work) {
        try {
            lanes.add(lane, bytes, work);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            channel.close();
        }
    }

    private static Object lane(LocalRequest<?> request) {
        if (request instanceof LocalRequest.OfObject<?> about) {
            return about.address();
        }
        // A new object concerns nobody else: each is a lane of its own.
        return request instanceof LocalRequest.Create ? request : SESSION;
    }

    private void serve(LocalRequest<?> request, int token) {
        try {
            Object result = session.call(request);
            noteRevision(request, result);
            Message answer = new Answer.Success(codec.encodeResult(result)).toMessage(token);
            send(answer.length() <= Message.MAX_LENGTH ? answer : codec.encode(tooLarge(answer.length()), token));
        } catch (LocalRefusal refusal) {
            send(codec.encode(classic(request, refusal), token));
            if (codec.dialect() == Dialect.CLASSIC) {
                refusal.conflict().ifPresent(
                        conflict -> tellNow(
                                new Notification(new LocalEvent.Updated(conflict.winner()), () -> {})));
            }
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "A request failed.", bug);
            send(codec.encode(new LocalRefusal(ErrorCode.EXCEPTION, LocalRefusal.Reason.OTHER,
                    "The node failed; its log says more."), token));
        }
    }

    /// Classic messages have no revision: a state that was overtaken by an own push must not be told after its answer.
    private void noteRevision(LocalRequest<?> request, Object result) {
        if (result instanceof LocalRequest.Published published && request instanceof LocalRequest.Update update) {
            revisions.merge(update.address(), published.revision(), Math::max);
        } else if (request instanceof LocalRequest.Discard || request instanceof LocalRequest.Delete) {
            revisions.remove(((LocalRequest.OfObject<?>) request).address());
        }
    }

    private boolean overtaken(LocalEvent event) {
        return event instanceof LocalEvent.Updated(ObjectState object)
                && revisions.getOrDefault(object.address(), Long.MIN_VALUE) > object.revision();
    }

    private static LocalRefusal tooLarge(int length) {
        return new LocalRefusal(ErrorCode.GENERIC, LocalRefusal.Reason.TOO_LARGE,
                "The answer needs a message of " + length + " bytes and at most " + Message.MAX_LENGTH
                        + " may be sent.");
    }

    /// A dead object is "unknown" to whoever asks for it, and "dead" to whoever writes it, as in 2017.
    private LocalRefusal classic(LocalRequest<?> request, LocalRefusal refusal) {
        return codec.dialect() == Dialect.CLASSIC && request instanceof LocalRequest.Update
                && refusal.reason() == LocalRefusal.Reason.DEAD_OBJECT
                        ? new LocalRefusal(ErrorCode.EXCEPTION, refusal.reason(), String.valueOf(refusal.getMessage()))
                        : refusal;
    }

    private void send(Message message) {
        try {
            channel.send(message.encode());
        } catch (IOException _) {
            // The channel tells of its end by itself.
        }
    }

    /// On the session's event thread, one after the other.
    private void tell(LocalEvent event, Runnable taken) {
        Notification notification = new Notification(event, taken);
        try {
            switch (event) {
                case LocalEvent.Updated updated -> {
                    Ghid address = updated.object().address();
                    lanes.tell(address, new StateOf(address), () -> tellNow(notification));
                }
                case LocalEvent.Deleted deleted ->
                    lanes.tell(deleted.address(), event, () -> tellNow(notification));
                case LocalEvent.Conflict conflict ->
                    lanes.tell(conflict.address(), event, () -> tellNow(notification));
                case LocalEvent.ShareAccepted share ->
                    lanes.tell(share.address(), event, () -> tellNow(notification));
                case LocalEvent.ShareDeclined share ->
                    lanes.tell(share.address(), event, () -> tellNow(notification));
                case LocalEvent.Shared _ -> lanes.tell(SESSION, event, () -> tellNow(notification));
                case LocalEvent.RelayChanged _ -> tellNow(notification);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The place of an object's newest state among events that wait.
    private record StateOf(Ghid address) {}

    /// Sends a notification once there are not too many without an answer.
    private void tellNow(Notification notification) {
        try {
            while (!notificationRoom.tryAcquire(ROOM_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (closed) {
                    return;
                }
                notifications.expire(System.nanoTime()).forEach(_ -> notificationRoom.release());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        if (overtaken(notification.event)) {
            notificationRoom.release();
            return;
        }
        int token = notifications.add(
                notification, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_TIMEOUT_MILLIS));
        Optional<Message> message = codec.encode(notification.event, token);
        if (message.isEmpty() || message.get().length() > Message.MAX_LENGTH) {
            notifications.take(token).ifPresent(_ -> notificationRoom.release());
        } else {
            send(message.get());
        }
    }

    /// @param processes by the port of their end
    ConnectedProgram program(Map<Integer, LinuxPrograms.Program> processes) {
        LinuxPrograms.Program process = processes.getOrDefault(port, new LinuxPrograms.Program(0, ""));
        return new ConnectedProgram(port, sinceMillis, requests.get(), process.pid(), process.name());
    }

    /// On the channel's reading thread, last.
    @Override
    public void closed(String reason) {
        closed = true;
        notifications.takeAll();
        Thread.ofVirtual().name("ipc-end").start(this::end);
    }

    /// Lets what was asked come to its end, so that the last push of a program that leaves is not lost.
    void end() {
        closed = true;
        try {
            lanes.close(DRAIN_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            session.close();
            end.accept(this);
        }
    }
}
