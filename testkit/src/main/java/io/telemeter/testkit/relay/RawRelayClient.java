package io.telemeter.testkit.relay;

import io.telemeter.testkit.relay.RawSocketClient.Frame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.GolixObject;

/// A client of relays that knows nothing but the protocol: what it sends and expects is written down here a second time,
/// so that a mistake of the product's codec shows.
///
/// Reads wait 20 seconds at most. For one thread.
public final class RawRelayClient implements AutoCloseable {

    private final RawSocketClient socket;
    private final Deque<Update> updates = new ArrayDeque<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private boolean answering = true;
    private int nextToken = 1;

    /// What the relay said to a request.
    ///
    /// @param code `AK` or `NK`
    public record Answer(String code, int token, Bytes body) {

        /// The hexadecimal digits of the two bytes after `NK`, with the code: `NK 0009`; `AK` with its body.
        public String summary() {
            return switch (code) {
                case "AK" -> "AK " + body.hex();
                default -> code + " " + body.slice(0, 2).hex();
            };
        }

        /// The addresses that the body lists.
        public List<Ghid> addresses() {
            List<Ghid> addresses = new ArrayList<>();
            for (int offset = 0; offset < body.size(); offset += 65) {
                addresses.add(Ghid.fromBytes(body.slice(offset, 65)));
            }
            return addresses;
        }
    }

    /// What the relay announced.
    public record Update(int token, Ghid subject, Bytes object) {}

    private RawRelayClient(RawSocketClient socket) {
        this.socket = socket;
    }

    /// Connects.
    public static RawRelayClient connect(InetSocketAddress relay) throws IOException {
        return over(RawSocketClient.connect(relay));
    }

    /// Goes on with a connection that was made already.
    public static RawRelayClient over(RawSocketClient socket) throws IOException {
        String response = socket.shakeHands("/");
        if (!response.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("The relay refused the handshake: " + response);
        }
        return new RawRelayClient(socket);
    }

    /// Whether announcements are answered by themselves; they are at first.
    public RawRelayClient answering(boolean now) {
        answering = now;
        return this;
    }

    /// The connection below.
    public RawSocketClient socket() {
        return socket;
    }

    /// Sends a request and returns its token.
    public int send(String code, Bytes body) throws IOException {
        int token = nextToken++ & 0xFFFF;
        sendMessage(code, token, body);
        return token;
    }

    /// Sends a request or answer with a token of the caller's choice.
    public void sendMessage(String code, int token, Bytes body) throws IOException {
        socket.sendFrame(true, RawSocketClient.BINARY, message(code, token, body));
    }

    /// The bytes of a message.
    public static Bytes message(String code, int token, Bytes body) {
        byte[] message = new byte[6 + body.size()];
        ByteBuffer.wrap(message)
                .putShort((short) 0)
                .put(code.getBytes(StandardCharsets.US_ASCII))
                .putShort((short) token);
        body.copyTo(message, 6);
        return Bytes.owning(message);
    }

    /// Sends a request and waits for its answer.
    public Answer request(String code, Bytes body) throws IOException {
        int token = send(code, body);
        Answer answer = nextAnswer();
        if (answer.token() != token) {
            throw new AssertionError("The answer to " + token + " has token " + answer.token() + ".");
        }
        return answer;
    }

    /// Sends a request about an address and waits for its answer.
    public Answer request(String code, Ghid address) throws IOException {
        return request(code, address.bytes());
    }

    /// Publishes and waits for the answer.
    public Answer publish(GolixObject object) throws IOException {
        return request("PB", object.encoded());
    }

    /// The next answer, whichever request it is for. Announcements that come before it are kept.
    public Answer nextAnswer() throws IOException {
        while (answers.isEmpty()) {
            readOne();
        }
        return answers.removeFirst();
    }

    /// The next announcement.
    public Update nextUpdate() throws IOException {
        while (updates.isEmpty()) {
            readOne();
        }
        return updates.removeFirst();
    }

    /// Announcements that came already.
    public int updatesSoFar() {
        return updates.size();
    }

    private void readOne() throws IOException {
        Frame frame = socket.readFrame();
        switch (frame.opcode()) {
            case RawSocketClient.BINARY -> sort(frame.payload());
            case RawSocketClient.PING -> socket.sendFrame(true, RawSocketClient.PONG, frame.payload());
            case RawSocketClient.PONG -> {
                // Asked for by the test or not.
            }
            case RawSocketClient.CLOSE -> throw new IOException("The relay closed with " + frame.closeStatus());
            default -> throw new AssertionError("The relay sent a frame with opcode " + frame.opcode() + ".");
        }
    }

    private void sort(Bytes message) throws IOException {
        if (message.at(0) != 0 || message.at(1) != 0) {
            throw new AssertionError("The relay sent another version than 0.");
        }
        String code = new String(message.slice(2, 2).toArray(), StandardCharsets.US_ASCII);
        int token = (message.at(4) & 0xFF) << 8 | (message.at(5) & 0xFF);
        Bytes body = message.slice(6);
        switch (code) {
            case "AK", "NK" -> answers.addLast(new Answer(code, token, body));
            case "!!" -> {
                updates.addLast(new Update(token, Ghid.fromBytes(body.slice(0, 65)), body.slice(65)));
                if (answering) {
                    sendMessage("AK", token, Bytes.ofHex("01"));
                }
            }
            default -> throw new AssertionError("The relay sent a request with code " + code + ".");
        }
    }

    /// Closes without a word.
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
