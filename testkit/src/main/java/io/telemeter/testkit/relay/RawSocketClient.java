package io.telemeter.testkit.relay;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.hypergolix.golix.Bytes;

/// The client's end of one websocket, written from RFC 6455 by hand: it can send what no decent client sends.
///
/// Reads wait 20 seconds at most. For one thread.
public final class RawSocketClient implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int READ_TIMEOUT_MILLIS = 20_000;
    private static final byte[] MASK = {0x5A, 0x17, (byte) 0xC3, 0x08};

    private final Socket socket;
    private final DataInputStream input;
    private final OutputStream output;

    /// One frame.
    public record Frame(boolean last, int opcode, Bytes payload) {

        /// The status of a closing frame.
        public int closeStatus() {
            return (payload.at(0) & 0xFF) << 8 | (payload.at(1) & 0xFF);
        }
    }

    private RawSocketClient(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new DataInputStream(socket.getInputStream());
        this.output = socket.getOutputStream();
    }

    /// Connects and says nothing.
    public static RawSocketClient connect(InetSocketAddress server) throws IOException {
        return connect(server, 0);
    }

    /// Connects and says nothing.
    ///
    /// @param receiveBufferBytes how much the operating system takes for a client that does not read; 0 for its default
    public static RawSocketClient connect(InetSocketAddress server, int receiveBufferBytes) throws IOException {
        Socket socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        socket.connect(server, READ_TIMEOUT_MILLIS);
        return new RawSocketClient(socket);
    }

    /// Sends text as it is.
    public void sendText(String text) throws IOException {
        output.write(text.getBytes(StandardCharsets.US_ASCII));
        output.flush();
    }

    /// Sends the opening handshake for `path` and reads the response.
    public String shakeHands(String path) throws IOException {
        String request = String.join(
                "\r\n",
                "GET " + path + " HTTP/1.1",
                "Host: relay.example",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "",
                "");
        sendText(request);
        return readHead();
    }

    /// Reads the head of an HTTP response, up to its empty line.
    public String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) input.readUnsignedByte());
        }
        return head.toString();
    }

    /// Sends a masked frame.
    public void sendFrame(boolean last, int opcode, Bytes payload) throws IOException {
        sendRaw(frame(last, opcode, payload));
    }

    /// The bytes of a masked frame.
    public static Bytes frame(boolean last, int opcode, Bytes payload) {
        byte[] header = header(last, opcode, payload.size(), true);
        byte[] frame = new byte[header.length + payload.size()];
        System.arraycopy(header, 0, frame, 0, header.length);
        payload.copyTo(frame, header.length);
        for (int index = 0; index < payload.size(); index++) {
            frame[header.length + index] ^= MASK[index & 3];
        }
        return Bytes.owning(frame);
    }

    /// Sends the header of a frame that announces more than is sent.
    public void sendFrameHeader(boolean last, int opcode, long announced) throws IOException {
        output.write(header(last, opcode, announced, true));
        output.flush();
    }

    /// Sends a frame that is not masked, which a client must not.
    public void sendUnmasked(int opcode, Bytes payload) throws IOException {
        output.write(header(true, opcode, payload.size(), false));
        output.write(payload.toArray());
        output.flush();
    }

    /// Sends bytes as they are.
    public void sendRaw(Bytes bytes) throws IOException {
        output.write(bytes.toArray());
        output.flush();
    }

    private static byte[] header(boolean last, int opcode, long length, boolean masked) {
        int mask = masked ? 0x80 : 0;
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) ((last ? 0x80 : 0) | opcode));
        if (length < 126) {
            header.put((byte) (mask | (int) length));
        } else if (length < 1 << 16) {
            header.put((byte) (mask | 126)).putShort((short) length);
        } else {
            header.put((byte) (mask | 127)).putLong(length);
        }
        if (masked) {
            header.put(MASK);
        }
        byte[] encoded = new byte[header.position()];
        header.flip().get(encoded);
        return encoded;
    }

    /// Reads one frame, which must not be masked.
    public Frame readFrame() throws IOException {
        int first = input.readUnsignedByte();
        int second = input.readUnsignedByte();
        if ((first & 0x70) != 0 || (second & 0x80) != 0) {
            throw new IOException("The server sent a frame that is no server's.");
        }
        long length = switch (second) {
            case 126 -> input.readUnsignedShort();
            case 127 -> input.readLong();
            default -> second;
        };
        byte[] payload = new byte[Math.toIntExact(length)];
        input.readFully(payload);
        return new Frame((first & 0x80) != 0, first & 0x0F, Bytes.owning(payload));
    }

    /// Reads until the server closes the connection, and returns the status of its closing frame, or -1 if it sent none.
    public int readUntilClosed() throws IOException {
        int status = -1;
        try {
            while (true) {
                Frame frame = readFrame();
                if (frame.opcode() == CLOSE && frame.payload().size() >= 2) {
                    status = frame.closeStatus();
                }
            }
        } catch (EOFException | SocketException _) {
            return status;
        }
    }

    /// No more reads wait longer than this.
    public void setReadTimeoutMillis(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /// Closes without a word.
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
