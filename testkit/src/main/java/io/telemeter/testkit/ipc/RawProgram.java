package io.telemeter.testkit.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.Bytes;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.Channel;
import org.hypergolix.wire.MalformedMessageException;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.websocket.WebSocketChannel;
import org.hypergolix.wire.websocket.WebSocketOptions;

/// A program that knows the protocol's bytes and nothing else.
public final class RawProgram implements Channel.Receiver, AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message> notifications = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> end = new LinkedBlockingQueue<>();
    private final Channel channel;
    private volatile boolean answering = true;
    private int token;

    /// Connects to the node at this port of loopback.
    public RawProgram(int port) throws IOException, InterruptedException {
        channel = WebSocketChannel.open(URI.create("ws://127.0.0.1:" + port + "/"), WebSocketOptions.defaults(), this);
    }

    /// Whether notifications are answered, as they are at first.
    public void answering(boolean wanted) {
        answering = wanted;
    }

    @Override
    public void received(Bytes encoded) {
        try {
            Message message = Message.decode(encoded);
            if (message.isAnswer()) {
                answers.add(message);
                return;
            }
            notifications.add(message);
            if (answering) {
                Thread.ofVirtual().start(() -> send(Answer.DONE.toMessage(message.token()).encode()));
            }
        } catch (MalformedMessageException malformed) {
            throw new AssertionError(malformed);
        }
    }

    @Override
    public void closed(String reason) {
        end.add(reason);
    }

    /// Sends a whole message.
    public void send(Bytes encoded) {
        try {
            channel.send(encoded);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /// Sends without waiting; the answer comes by [#answer].
    public void post(String code, String bodyHex) {
        token++;
        send(new Message(Message.codeOf(code), token, Bytes.ofHex(bodyHex)).encode());
    }

    /// The next answer.
    public Message answer() throws InterruptedException {
        Message answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(answer).as("an answer").isNotNull();
        return answer;
    }

    /// `AK` or `NK`, and the body; of a failure only the code.
    public String ask(String code, String bodyHex) throws InterruptedException {
        post(code, bodyHex);
        Message answer = answer();
        assertThat(answer.token()).isEqualTo(token);
        String body = answer.body().hex();
        return answer.codeText() + " " + (answer.code() == Message.FAILURE ? body.substring(0, 4) : body);
    }

    /// The body of a success.
    public String take(String code, String bodyHex) throws InterruptedException {
        String answer = ask(code, bodyHex);
        assertThat(answer).startsWith("AK ");
        return answer.substring(3);
    }

    /// Code and body of the next notification, in any case before the patience of a test ends.
    public String next() throws InterruptedException {
        Message notification = notifications.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(notification).as("a notification").isNotNull();
        return notification.codeText() + " " + notification.body().hex();
    }

    /// The next notification, for a test that answers itself.
    public Message nextMessage() throws InterruptedException {
        Message notification = notifications.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(notification).as("a notification").isNotNull();
        return notification;
    }

    /// Code and body of the next notification, if one comes within this time.
    public Optional<String> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(notifications.poll(patience.toMillis(), TimeUnit.MILLISECONDS))
                .map(notification -> notification.codeText() + " " + notification.body().hex());
    }

    /// Whether no notification waits.
    public boolean heardNothing() {
        return notifications.isEmpty();
    }

    /// Notifications that wait.
    public int heard() {
        return notifications.size();
    }

    /// Why the connection ended.
    public String closed() throws InterruptedException {
        String reason = end.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(reason).as("the end of the connection").isNotNull();
        return reason;
    }

    @Override
    public void close() {
        channel.close();
    }
}
