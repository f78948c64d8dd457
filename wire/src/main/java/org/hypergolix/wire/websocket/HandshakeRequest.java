package org.hypergolix.wire.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// The request that opens a websocket, as far as it decides who may come in.
///
/// @param path with the query
/// @param headers by name, lower case; the values in order of appearance
public record HandshakeRequest(String path, Map<String, List<String>> headers) {

    /// Copies.
    public HandshakeRequest {
        headers = Map.copyOf(headers);
    }

    /// The values of a header; none if it is absent. Names are compared without case.
    public List<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /// The bytes of a request and whatever came after it.
    record Received(HandshakeRequest request, ByteBuffer bytes) {}

    /// Reads a request, as many bytes and as long as is allowed.
    ///
    /// @throws IOException if it is none, too long or too late
    static Received read(Socket socket, int timeoutMillis) throws IOException {
        InputStream input = socket.getInputStream();
        byte[] bytes = new byte[WebSocketChannel.MAX_HANDSHAKE_BYTES];
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        int size = 0;
        int headerEnd = -1;
        while (headerEnd < 0) {
            if (size == bytes.length) {
                throw new IOException("its handshake has more than " + bytes.length + " bytes");
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (millis <= 0) {
                throw new SocketTimeoutException("its handshake takes too long");
            }
            socket.setSoTimeout((int) millis);
            int count = input.read(bytes, size, bytes.length - size);
            if (count < 0) {
                throw new IOException("it closed the connection in the handshake");
            }
            int from = Math.max(0, size - 3);
            size += count;
            headerEnd = endOfHeaders(bytes, from, size);
        }
        socket.setSoTimeout(0);
        return new Received(parse(new String(bytes, 0, headerEnd, StandardCharsets.ISO_8859_1)),
                ByteBuffer.wrap(Arrays.copyOf(bytes, size)));
    }

    /// Index of the empty line's end, or -1.
    private static int endOfHeaders(byte[] bytes, int from, int size) {
        for (int index = from; index + 3 < size; index++) {
            if (bytes[index] == '\r' && bytes[index + 1] == '\n' && bytes[index + 2] == '\r'
                    && bytes[index + 3] == '\n') {
                return index;
            }
        }
        return -1;
    }

    /// Two readers of one request must not see different headers, so what is unusual is refused: folded lines, blanks
    /// before the colon, bare line feeds.
    private static HandshakeRequest parse(String text) throws IOException {
        String[] lines = text.split("\r\n", -1);
        String[] parts = lines[0].split(" ", -1);
        if (parts.length != 3 || !parts[0].equals("GET") || !parts[2].equals("HTTP/1.1")) {
            throw new IOException("it does not open a websocket");
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon);
            if (name.isEmpty() || !name.strip().equals(name) || line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
                throw new IOException("its handshake has a malformed header");
            }
            headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new HandshakeRequest(parts[1], headers);
    }
}
