package org.hypergolix.wire.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.ErrorCode;
import org.hypergolix.wire.MalformedMessageException;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.websocket.ScriptedPeer;
import org.hypergolix.wire.websocket.ScriptedPeer.Conversation;
import org.junit.jupiter.api.Test;

class RelayConnectionTest {

    private static final int BINARY = 0x82;
    private static final Ghid ADDRESS = new Ghid(Bytes.ofHex("ab".repeat(64)));
    private static final ConnectionOptions OPTIONS = ConnectionOptions.defaults();

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    private final RelayConnection.Listener listener = new RelayConnection.Listener() {
        @Override
        public Answer updated(Ghid subject, Bytes object) {
            events.add(new String(object.toArray(), StandardCharsets.US_ASCII));
            return Answer.DONE;
        }

        @Override
        public void closed(String reason) {
            events.add("closed: " + reason);
        }
    };

    private String nextEvent() throws InterruptedException {
        String event = events.poll(20, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing happened");
        }
        return event;
    }

    private RelayConnection open(ScriptedPeer peer, ConnectionOptions options)
            throws IOException, InterruptedException {
        return RelayConnector.overWebSocket().open(peer.address(), options, listener);
    }

    private static Message readMessage(Conversation conversation) throws IOException {
        try {
            return Message.decode(conversation.readFrame().payload());
        } catch (MalformedMessageException malformed) {
            throw new IOException(malformed);
        }
    }

    private static void write(Conversation conversation, Message message) throws IOException {
        conversation.writeFrame(BINARY, message.encode());
    }

    private static Message update(int token, String object) {
        Bytes bytes = Bytes.owning(object.getBytes(StandardCharsets.US_ASCII));
        return RelayCodec.encode(new RelayUpdate(ADDRESS, bytes), token);
    }

    @Test
    void waits_for_the_answer_of_its_own_request() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            Message first = readMessage(conversation);
            Message second = readMessage(conversation);
            write(conversation, Answer.NO.toMessage(second.token()));
            write(conversation, Answer.DONE.toMessage(first.token()));
            conversation.drain();
        }); RelayConnection connection = open(peer, OPTIONS)) {
            CompletableFuture<Answer> first = connection.send(new RelayRequest.Ping());
            assertThat(connection.call(new RelayRequest.Exists(ADDRESS))).isEqualTo(Answer.NO);
            assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(Answer.DONE);
        }
    }

    @Test
    void ignores_an_answer_to_nothing() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            Message ping = readMessage(conversation);
            write(conversation, Answer.NO.toMessage(ping.token() ^ 1));
            write(conversation, Answer.DONE.toMessage(ping.token()));
            conversation.drain();
        }); RelayConnection connection = open(peer, OPTIONS)) {
            assertThat(connection.call(new RelayRequest.Ping())).isEqualTo(Answer.DONE);
        }
    }

    @Test
    void fails_a_request_that_is_not_answered_in_time() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            conversation.drain();
        }); RelayConnection connection = open(peer, OPTIONS.withRequestTimeoutMillis(50))) {
            assertThatThrownBy(() -> connection.call(new RelayRequest.Ping()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("The relay did not answer in time.");
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void fails_every_request_under_way_when_the_connection_is_lost() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            readMessage(conversation);
            readMessage(conversation);
        }); RelayConnection connection = open(peer, OPTIONS)) {
            CompletableFuture<Answer> first = connection.send(new RelayRequest.Ping());
            CompletableFuture<Answer> second = connection.send(new RelayRequest.Ping());
            for (CompletableFuture<Answer> answer : List.of(first, second)) {
                assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith("The connection to the relay is lost: ");
            }
            assertThat(nextEvent()).startsWith("closed: ");
            assertThatThrownBy(() -> connection.call(new RelayRequest.Ping())).isInstanceOf(IOException.class);
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void further_requests_wait_while_too_many_are_under_way() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            int first = readMessage(conversation).token();
            int second = readMessage(conversation).token();
            seen.add(2);
            await(release);
            write(conversation, Answer.DONE.toMessage(first));
            write(conversation, Answer.DONE.toMessage(second));
            write(conversation, Answer.NO.toMessage(readMessage(conversation).token()));
            conversation.drain();
        }); RelayConnection connection = open(peer, OPTIONS.withRequests(2, 1_000))) {
            ping(connection, "one");
            ping(connection, "two");
            seen.take();
            Thread third = Thread.ofVirtual().start(() -> {
                ping(connection, "three");
            });
            while (third.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            release.countDown();
            assertThat(List.of(nextEvent(), nextEvent(), nextEvent())).containsExactly("one", "two", "three");
        }
    }

    private void ping(RelayConnection connection, String event) {
        var _ = connection.send(new RelayRequest.Ping()).whenComplete((_, _) -> events.add(event));
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @Test
    void hands_updates_over_in_order_and_answers_them() throws Exception {
        List<Message> answers = new ArrayList<>();
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            write(conversation, update(1, "GARQ one"));
            write(conversation, update(2, "GARQ two"));
            answers.add(readMessage(conversation));
            answers.add(readMessage(conversation));
        }); RelayConnection _ = open(peer, OPTIONS)) {
            assertThat(List.of(nextEvent(), nextEvent())).containsExactly("GARQ one", "GARQ two");
            assertThat(nextEvent()).startsWith("closed: ");
            assertThat(answers).containsExactly(Answer.DONE.toMessage(1), Answer.DONE.toMessage(2));
        }
    }

    @Test
    void a_listener_may_ask_the_relay_and_wait() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            write(conversation, update(1, "GARQ one"));
            write(conversation, Answer.DONE.toMessage(readMessage(conversation).token()));
            conversation.drain();
        })) {
            CompletableFuture<RelayConnection> opened = new CompletableFuture<>();
            CompletableFuture<Answer> asked = new CompletableFuture<>();
            try (RelayConnection connection = RelayConnector.overWebSocket()
                    .open(peer.address(), OPTIONS, new RelayConnection.Listener() {
                        @Override
                        public Answer updated(Ghid subject, Bytes object) {
                            try {
                                asked.complete(opened.join().call(new RelayRequest.Ping()));
                            } catch (IOException | InterruptedException failure) {
                                asked.completeExceptionally(failure);
                            }
                            return Answer.DONE;
                        }

                        @Override
                        public void closed(String reason) {
                            events.add(reason);
                        }
                    })) {
                opened.complete(connection);
                assertThat(asked.get(20, TimeUnit.SECONDS)).isEqualTo(Answer.DONE);
            }
        }
    }

    @Test
    void frames_of_one_address_replace_each_other_while_the_listener_is_busy() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        List<Integer> tokens = new ArrayList<>();
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            write(conversation, update(0, "GARQ first"));
            for (int token = 1; token <= 50; token++) {
                write(conversation, update(token, "GOBD " + token));
            }
            write(conversation, new Message(Message.codeOf("ZZ"), 99, Bytes.EMPTY));
            // The answer to nonsense does not wait for the listener, so by now all updates are queued.
            while (readMessage(conversation).token() != 99) {
                Thread.onSpinWait();
            }
            busy.countDown();
            for (int count = 0; count <= 50; count++) {
                tokens.add(readMessage(conversation).token());
            }
        }); RelayConnection _ = RelayConnector.overWebSocket()
                .open(peer.address(), OPTIONS, new RelayConnection.Listener() {
                    @Override
                    public Answer updated(Ghid subject, Bytes object) {
                        try {
                            busy.await();
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                        return listener.updated(subject, object);
                    }

                    @Override
                    public void closed(String reason) {
                        listener.closed(reason);
                    }
                })) {
            assertThat(List.of(nextEvent(), nextEvent())).containsExactly("GARQ first", "GOBD 50");
            assertThat(nextEvent()).startsWith("closed: ");
            assertThat(tokens).hasSize(51).doesNotHaveDuplicates();
        }
    }

    @Test
    void closes_the_connection_when_more_updates_wait_than_fit() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            for (int token = 0; token < 10_000; token++) {
                write(conversation, update(token, "GARQ " + token));
            }
            conversation.drain();
        }); RelayConnection connection = RelayConnector.overWebSocket()
                .open(peer.address(), OPTIONS.withUpdates(10, 1_000), new RelayConnection.Listener() {
                    @Override
                    public Answer updated(Ghid subject, Bytes object) {
                        try {
                            busy.await();
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                        return Answer.DONE;
                    }

                    @Override
                    public void closed(String reason) {
                        events.add(reason);
                    }
                })) {
            while (connection.isOpen()) {
                Thread.sleep(1);
            }
            busy.countDown();
            assertThat(nextEvent()).isEqualTo("more updates came than fit");
        }
    }

    @Test
    void a_failing_listener_is_a_refused_update_and_no_more() throws Exception {
        List<Message> answers = new ArrayList<>();
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            write(conversation, update(1, "GARQ one"));
            answers.add(readMessage(conversation));
        }); RelayConnection _ = RelayConnector.overWebSocket()
                .open(peer.address(), OPTIONS, new RelayConnection.Listener() {
                    @Override
                    public Answer updated(Ghid subject, Bytes object) {
                        throw new IllegalStateException("a bug of the application, told in the log of this test");
                    }

                    @Override
                    public void closed(String reason) {
                        events.add(reason);
                    }
                })) {
            nextEvent();
            assertThat(answers).containsExactly(new Answer.Failure(ErrorCode.EXCEPTION, "").toMessage(1));
        }
    }

    @Test
    void answers_nonsense_without_telling_the_listener() throws Exception {
        List<Message> answers = new ArrayList<>();
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            write(conversation, new Message(Message.codeOf("PB"), 1, Bytes.EMPTY));
            write(conversation, new Message(Message.codeOf("!!"), 2, Bytes.ofHex("00")));
            answers.add(readMessage(conversation));
            answers.add(readMessage(conversation));
        }); RelayConnection _ = open(peer, OPTIONS)) {
            assertThat(nextEvent()).startsWith("closed: ");
            assertThat(answers.stream().map(Answer::from).map(answer -> ((Answer.Failure) answer).code()))
                    .containsExactly(ErrorCode.COMMS, ErrorCode.VALUE);
        }
    }

    @Test
    void closes_the_connection_on_another_protocol_version() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            conversation.writeFrame(BINARY, Bytes.ofHex("0001414b000001"));
            conversation.drain();
        }); RelayConnection _ = open(peer, OPTIONS)) {
            assertThat(nextEvent()).contains("version 1");
        }
    }

    @Test
    void refuses_a_request_larger_than_the_protocol_allows_and_stays_open() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            write(conversation, Answer.DONE.toMessage(readMessage(conversation).token()));
            conversation.drain();
        }); RelayConnection connection = open(peer, OPTIONS)) {
            Bytes object = Bytes.owning(new byte[Message.MAX_LENGTH - 5]);
            assertThatThrownBy(() -> connection.call(new RelayRequest.Publish(object)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("10485761 bytes");
            assertThat(connection.call(new RelayRequest.Ping())).isEqualTo(Answer.DONE);
        }
    }
}
