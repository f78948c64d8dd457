package io.telemeter.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.relay.RawRelayClient;
import io.telemeter.testkit.relay.RawSocketClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.hypergolix.golix.Bytes;

/// One connection of a recording, made again to another relay.
///
/// Answers and announcements are two sequences: how they lie between each other is chance.
final class ReplayedConnection implements AutoCloseable {

    private final RawSocketClient socket;
    private final Deque<Bytes> answers = new ArrayDeque<>();
    private final Deque<Bytes> announcements = new ArrayDeque<>();
    private final Deque<Bytes> closings = new ArrayDeque<>();
    private final Map<Integer, String> requests = new HashMap<>();
    private final Map<Integer, Integer> tokens = new HashMap<>();
    private String lastPurpose = "";

    private ReplayedConnection(RawSocketClient socket) {
        this.socket = socket;
    }

    static ReplayedConnection open(InetSocketAddress relay, Recording recording) throws IOException {
        RawSocketClient socket = RawSocketClient.connect(relay);
        socket.sendText(recording.request());
        String head = socket.readHead();
        assertThat(head).startsWith("HTTP/1.1 101 ");
        String accepted =
                recording.response().lines().filter(line -> line.startsWith("Sec-WebSocket-Accept")).findFirst()
                        .orElseThrow();
        assertThat(head).containsIgnoringCase(accepted);
        return new ReplayedConnection(socket);
    }

    static String code(Bytes message) {
        return message.size() < 4 ? "" : new String(message.slice(2, 2).toArray(), StandardCharsets.US_ASCII);
    }

    static int token(Bytes message) {
        return message.size() < 6 ? 0 : (message.at(4) & 0xFF) << 8 | (message.at(5) & 0xFF);
    }

    /// Sends what the client sent; the answer to an announcement with the token that this relay chose for it.
    void send(Recording.Frame frame) throws IOException {
        lastPurpose = frame.note();
        Bytes message = frame.payload();
        Integer token = code(message).equals("AK") ? tokens.remove(token(message)) : null;
        if (token != null) {
            socket.sendFrame(true, RawSocketClient.BINARY, RawRelayClient.message("AK", token, message.slice(6)));
        } else {
            requests.put(token(message), code(message));
            socket.sendRaw(frame.bytes());
        }
    }

    /// What the last frame that was sent was for.
    String lastPurpose() {
        return lastPurpose;
    }

    /// The code of the last request with this token.
    String request(int token) {
        return requests.getOrDefault(token, "");
    }

    Bytes nextAnswer() throws IOException {
        return next(answers);
    }

    /// The next announcement, which stands for the recorded one.
    Bytes nextAnnouncement(Bytes recorded) throws IOException {
        Bytes announcement = next(announcements);
        tokens.put(token(recorded), token(announcement));
        return announcement;
    }

    Bytes nextClosing() throws IOException {
        return next(closings);
    }

    /// Whether announcements came that nobody asked for, until now.
    boolean hasMoreAnnouncements() throws IOException {
        socket.sendFrame(true, RawSocketClient.BINARY, RawRelayClient.message("??", 0xFFFF, Bytes.EMPTY));
        assertThat(nextAnswer().hex()).isEqualTo("0000414bffff01");
        return !announcements.isEmpty();
    }

    private Bytes next(Deque<Bytes> queue) throws IOException {
        while (queue.isEmpty()) {
            RawSocketClient.Frame frame = socket.readFrame();
            assertThat(frame.last()).isTrue();
            Bytes payload = frame.payload();
            switch (frame.opcode()) {
                case RawSocketClient.BINARY -> (code(payload).equals("!!") ? announcements : answers).add(payload);
                case RawSocketClient.CLOSE -> closings.add(payload);
                default -> throw new AssertionError("a frame with opcode " + frame.opcode());
            }
        }
        return queue.remove();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
