package org.hypergolix.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hypergolix.golix.Bytes;
import org.hypergolix.wire.websocket.ScriptedPeer.ReceivedFrame;
import org.junit.jupiter.api.Test;

class WebSocketChannelTest {

    private static final int BINARY = 0x82;
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;

    private static final WebSocketOptions OPTIONS = WebSocketOptions.defaults();

    private final RecordingReceiver receiver = new RecordingReceiver();
    private final BlockingQueue<ReceivedFrame> frames = new LinkedBlockingQueue<>();

    private ReceivedFrame nextFrame() throws InterruptedException {
        ReceivedFrame frame = frames.poll(20, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no frame came");
        }
        return frame;
    }

    private void recordFrames(ScriptedPeer.Conversation conversation) throws IOException {
        while (true) {
            frames.add(conversation.readFrame());
        }
    }

    @Test
    void carries_messages_both_ways() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            ReceivedFrame frame = conversation.readFrame();
            conversation.writeFrame(0x80 | frame.opcode(), frame.payload());
            conversation.drain();
        }); WebSocketChannel channel = WebSocketChannel.open(peer.address(), OPTIONS, receiver)) {
            assertThat(channel.isOpen()).isTrue();
            Bytes large = Bytes.owning(new byte[300_000]);
            channel.send(large);
            assertThat(receiver.nextMessage()).isEqualTo(large);
        }
        assertThat(receiver.reasonOfClosing()).isEqualTo("closed by this side");
    }

    @Test
    void asks_for_the_path_and_host_of_the_address() throws Exception {
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            requests.add(conversation.shakeHands());
            conversation.drain();
        }); WebSocketChannel _ = WebSocketChannel.open(peer.address().resolve("/a/b?c=d"), OPTIONS, receiver)) {
            assertThat(requests.poll(20, TimeUnit.SECONDS))
                    .startsWith("GET /a/b?c=d HTTP/1.1\r\n")
                    .contains("Host: 127.0.0.1:" + peer.address().getPort() + "\r\n");
        }
    }

    @Test
    void puts_the_parts_of_a_message_together() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            conversation.writeFrame(0x02, Bytes.ofHex("01"));
            conversation.writeFrame(PING, Bytes.ofHex("68"));
            conversation.writeFrame(0x00, Bytes.ofHex("02"));
            conversation.writeFrame(0x80, Bytes.ofHex("03"));
            recordFrames(conversation);
        }); WebSocketChannel _ = WebSocketChannel.open(peer.address(), OPTIONS, receiver)) {
            assertThat(receiver.nextMessage()).isEqualTo(Bytes.ofHex("010203"));
            assertThat(nextFrame()).isEqualTo(new ReceivedFrame(0x0A, Bytes.ofHex("68")));
        }
    }

    @Test
    void tells_why_the_peer_closed() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            conversation.writeFrame(CLOSE, Bytes.ofHex("03e9" + "627965"));
            recordFrames(conversation);
        }); WebSocketChannel _ = WebSocketChannel.open(peer.address(), OPTIONS, receiver)) {
            assertThat(receiver.reasonOfClosing()).isEqualTo("the peer closed the connection with 1001: bye");
            assertThat(nextFrame().opcode()).isEqualTo(8);
        }
    }

    @Test
    void refuses_an_address_that_is_none() {
        assertThatThrownBy(() -> WebSocketChannel.open(URI.create("http://127.0.0.1/"), OPTIONS, receiver))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WebSocketChannel.open(URI.create("ws:///x"), OPTIONS, receiver))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WebSocketChannel.open(URI.create("ws://me:secret@host/"), OPTIONS, receiver))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void names_the_address_if_nobody_listens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> WebSocketChannel.open(URI.create("ws://127.0.0.1:" + port), OPTIONS, receiver))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot connect to ws://127.0.0.1:" + port + ": ");
        assertThat(receiver.heardNothingOfClosing()).isTrue();
    }

    @Test
    void gives_up_a_peer_that_never_shakes_hands() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(ScriptedPeer.Conversation::sleep)) {
            assertThatThrownBy(
                    () -> WebSocketChannel.open(peer.address(), OPTIONS.withOpenTimeoutMillis(200), receiver))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not answer within 200 ms");
        }
    }

    @Test
    void refuses_an_endless_handshake() throws Exception {
        AtomicLong written = new AtomicLong();
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.readHandshake();
            conversation.writeText("HTTP/1.1 101 Switching Protocols\r\n");
            while (true) {
                conversation.writeText("X-Filler: " + "x".repeat(1_000) + "\r\n");
                written.addAndGet(1_012);
            }
        })) {
            assertThatThrownBy(() -> WebSocketChannel.open(peer.address(), OPTIONS, receiver))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("handshake has more than");
        }
    }

    @Test
    void refuses_a_handshake_that_accepts_somebody_else() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.readHandshake();
            conversation.acceptHandshake("AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
            conversation.drain();
        })) {
            assertThatThrownBy(() -> WebSocketChannel.open(peer.address(), OPTIONS, receiver))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shows_a_refusal_without_its_control_characters() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.readHandshake();
            conversation.writeText("HTTP/1.1 403 \u001b[31mno\u0007\r\n\r\n");
            conversation.drain();
        })) {
            assertThatThrownBy(() -> WebSocketChannel.open(peer.address(), OPTIONS, receiver))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("403")
                    .hasMessageNotContaining("\u001b");
        }
    }

    @Test
    void refuses_a_message_over_the_limit_before_it_is_read() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            conversation.writeFrameHeader(BINARY, 1_025);
            recordFrames(conversation);
        }); WebSocketChannel _ = WebSocketChannel.open(peer.address(), OPTIONS.withMaxMessageBytes(1_024), receiver)) {
            assertThat(nextFrame()).satisfies(frame -> {
                assertThat(frame.opcode()).isEqualTo(8);
                assertThat(frame.payload().slice(0, 2)).isEqualTo(Bytes.ofHex("03f1"));
            });
            receiver.reasonOfClosing();
        }
    }

    @Test
    void refuses_a_message_whose_parts_are_over_the_limit_together() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            conversation.writeFrame(0x02, Bytes.owning(new byte[1_000]));
            conversation.writeFrame(0x00, Bytes.owning(new byte[1_000]));
            recordFrames(conversation);
        }); WebSocketChannel _ = WebSocketChannel.open(peer.address(), OPTIONS.withMaxMessageBytes(1_024), receiver)) {
            assertThat(nextFrame().payload().slice(0, 2)).isEqualTo(Bytes.ofHex("03f1"));
            receiver.reasonOfClosing();
        }
    }

    @Test
    void refuses_a_message_in_endless_empty_parts() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            conversation.writeFrame(0x02, Bytes.EMPTY);
            Bytes emptyParts = Bytes.owning(new byte[20_000]);
            while (true) {
                conversation.writeRaw(emptyParts);
            }
        }); WebSocketChannel _ = WebSocketChannel.open(peer.address(), OPTIONS, receiver)) {
            assertThat(receiver.reasonOfClosing()).isEqualTo("message too large");
        }
    }

    @Test
    void takes_a_message_of_exactly_the_limit() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            conversation.writeFrame(BINARY, Bytes.owning(new byte[1_024]));
            conversation.drain();
        }); WebSocketChannel _ = WebSocketChannel.open(peer.address(), OPTIONS.withMaxMessageBytes(1_024), receiver)) {
            assertThat(receiver.nextMessage().size()).isEqualTo(1_024);
        }
    }

    @Test
    void refuses_text() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            conversation.writeFrame(TEXT, Bytes.ofHex("6869"));
            recordFrames(conversation);
        }); WebSocketChannel _ = WebSocketChannel.open(peer.address(), OPTIONS, receiver)) {
            assertThat(receiver.reasonOfClosing()).isEqualTo("the peer sent text");
        }
    }

    @Test
    void gives_up_a_peer_that_does_not_read() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            conversation.sleep();
        }); WebSocketChannel channel =
                WebSocketChannel.open(peer.address(), OPTIONS.withQueue(100_000, 200), receiver)) {
            Bytes message = Bytes.owning(new byte[1_000_000]);
            assertThatThrownBy(() -> {
                for (int count = 0; count < 1_000; count++) {
                    channel.send(message);
                }
            }).isInstanceOf(IOException.class);
            assertThat(receiver.reasonOfClosing()).isEqualTo("the peer does not take what is sent");
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void gives_up_a_peer_without_a_sign_of_life() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            recordFrames(conversation);
        }); WebSocketChannel _ =
                WebSocketChannel.open(peer.address(), OPTIONS.withLiveness(60_000, 100, 200), receiver)) {
            assertThat(nextFrame().opcode()).isEqualTo(9);
            assertThat(receiver.reasonOfClosing()).isEqualTo("the peer gives no sign of life");
        }
    }

    @Test
    void keeps_a_silent_peer_that_answers_pings() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            for (int count = 0; count < 5; count++) {
                frames.add(conversation.readFrame());
                conversation.writeFrame(0x8A, Bytes.EMPTY);
            }
            conversation.writeFrame(BINARY, Bytes.ofHex("05"));
            conversation.drain();
        }); WebSocketChannel _ =
                WebSocketChannel.open(peer.address(), OPTIONS.withLiveness(60_000, 50, 10_000), receiver)) {
            assertThat(receiver.nextMessage()).isEqualTo(Bytes.ofHex("05"));
            assertThat(frames).hasSize(5).allMatch(frame -> frame.opcode() == 9);
        }
    }

    @Test
    void sends_pongs_unasked_while_no_message_comes() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            recordFrames(conversation);
        }); WebSocketChannel _ =
                WebSocketChannel.open(peer.address(), OPTIONS.withLiveness(50, 60_000, 60_000), receiver)) {
            assertThat(nextFrame()).isEqualTo(new ReceivedFrame(10, Bytes.EMPTY));
            assertThat(nextFrame()).isEqualTo(new ReceivedFrame(10, Bytes.EMPTY));
        }
    }

    @Test
    void queues_a_bounded_number_of_pongs_for_a_peer_that_asks_and_never_reads() throws Exception {
        AtomicLong asked = new AtomicLong();
        try (ScriptedPeer peer = new ScriptedPeer(conversation -> {
            conversation.shakeHands();
            Bytes payload = Bytes.owning(new byte[125]);
            for (int count = 0; count < 200_000; count++) {
                conversation.writeFrame(PING, payload);
                asked.incrementAndGet();
            }
            conversation.writeFrame(BINARY, Bytes.ofHex("00"));
            conversation.sleep();
        }); WebSocketChannel channel =
                WebSocketChannel.open(peer.address(), OPTIONS.withQueue(100_000, 200), receiver)) {
            // 25 MB of pings: the answers to most of them were dropped, and the message behind them arrives.
            assertThat(receiver.nextMessage()).isEqualTo(Bytes.ofHex("00"));
            assertThat(channel.queuedBytes()).isLessThanOrEqualTo(100_000);
        }
    }
}
