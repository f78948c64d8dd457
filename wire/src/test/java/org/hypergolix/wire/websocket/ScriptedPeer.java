package org.hypergolix.wire.websocket;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.hypergolix.golix.Bytes;
import org.jspecify.annotations.Nullable;

/// The server's end of one websocket, played by a test: it can be as wrong as it likes.
public final class ScriptedPeer implements AutoCloseable {

    private final ServerSocket server;
    private volatile @Nullable Socket accepted;

    /// What the peer does with its one connection.
    @FunctionalInterface
    public interface Script {
        void play(Conversation conversation) throws IOException;
    }

    /// A frame as it came in, unmasked.
    public record ReceivedFrame(int opcode, Bytes payload) {}

    /// Listens on a free port of the loopback address and plays `script` with whoever connects first.
    public ScriptedPeer(Script script) throws IOException {
        this(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), script);
    }

    /// The same on a server socket made elsewhere, say one that speaks TLS.
    public ScriptedPeer(ServerSocket server, Script script) {
        this.server = server;
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                accepted = socket;
                script.play(new Conversation(socket));
            } catch (IOException _) {
                // The other side or the test ended it.
            }
        });
    }

    /// Where to connect.
    public URI address() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/");
    }

    @Override
    public void close() throws IOException {
        server.close();
        Socket socket = accepted;
        if (socket != null) {
            socket.close();
        }
    }

    /// One connection.
    public static final class Conversation {
        private final DataInputStream input;
        private final OutputStream output;

        Conversation(Socket socket) throws IOException {
            this.input = new DataInputStream(socket.getInputStream());
            this.output = socket.getOutputStream();
        }

        /// Reads the request up to its empty line.
        public String readHandshake() throws IOException {
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append((char) input.readUnsignedByte());
            }
            return request.toString();
        }

        /// Reads the request and accepts it.
        public String shakeHands() throws IOException {
            String request = readHandshake();
            String key = request.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseThrow();
            acceptHandshake(accept(key));
            return request;
        }

        /// Accepts a handshake with this proof, right or wrong.
        public void acceptHandshake(String proof) throws IOException {
            List<String> lines = List.of(
                    "HTTP/1.1 101 Switching Protocols",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Accept: " + proof);
            writeText(String.join("\r\n", lines) + "\r\n\r\n");
        }

        private static String accept(String key) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-1")
                        .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
                return Base64.getEncoder().encodeToString(digest);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        public void writeText(String text) throws IOException {
            output.write(text.getBytes(StandardCharsets.US_ASCII));
            output.flush();
        }

        public void writeRaw(Bytes bytes) throws IOException {
            output.write(bytes.toArray());
            output.flush();
        }

        /// Writes an unmasked frame.
        public void writeFrame(int firstByte, Bytes payload) throws IOException {
            output.write(header(firstByte, payload.size()));
            output.write(payload.toArray());
            output.flush();
        }

        /// Writes the header of a frame and nothing of what it announces.
        public void writeFrameHeader(int firstByte, long announced) throws IOException {
            output.write(header(firstByte, announced));
            output.flush();
        }

        private static byte[] header(int firstByte, long length) {
            ByteBuffer header = ByteBuffer.allocate(10).put((byte) firstByte);
            if (length < 126) {
                header.put((byte) length);
            } else if (length < 1 << 16) {
                header.put((byte) 126).putShort((short) length);
            } else {
                header.put((byte) 127).putLong(length);
            }
            byte[] encoded = new byte[header.position()];
            header.flip().get(encoded);
            return encoded;
        }

        /// Reads one frame of the client; it must be masked.
        public ReceivedFrame readFrame() throws IOException {
            int first = input.readUnsignedByte();
            int second = input.readUnsignedByte();
            if ((second & 0x80) == 0) {
                throw new IOException("A client's frame is not masked.");
            }
            long length = switch (second & 0x7F) {
                case 126 -> input.readUnsignedShort();
                case 127 -> input.readLong();
                default -> second & 0x7F;
            };
            byte[] mask = new byte[4];
            input.readFully(mask);
            byte[] payload = new byte[Math.toIntExact(length)];
            input.readFully(payload);
            for (int index = 0; index < payload.length; index++) {
                payload[index] ^= mask[index & 3];
            }
            return new ReceivedFrame(first & 0x0F, Bytes.owning(payload));
        }

        /// Reads and forgets until the client goes.
        public void drain() throws IOException {
            byte[] buffer = new byte[8192];
            while (input.read(buffer) != -1) {
                // What came does not matter.
            }
        }

        /// Neither reads nor writes until the test closes the peer.
        public void sleep() throws IOException {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
        }
    }
}
