package org.hypergolix.wire.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.hypergolix.golix.Bytes;
import org.hypergolix.wire.Channel;
import org.hypergolix.wire.Message;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.FramedataImpl1;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.framing.PongFrame;
import org.java_websocket.handshake.HandshakeImpl1Client;
import org.jspecify.annotations.Nullable;

/// A channel over a websocket, of either side.
///
/// The library supplies the protocol engine only; sockets, threads and limits are ours, as its own client buffers a
/// handshake without end and queues for a dead peer without limit. Three threads serve a channel, all virtual but the one
/// that reads on the side of the client: one reads, one writes what senders leave to it, one watches the clock.
public final class WebSocketChannel implements Channel {

    /// The most bytes of a peer's handshake.
    static final int MAX_HANDSHAKE_BYTES = 16 * 1024;

    private static final int READ_BUFFER_BYTES = 16 * 1024;
    /// Larger messages are left to the writing thread: they may fill what the system keeps for the peer.
    private static final int MOST_WRITTEN_BY_SENDER_BYTES = 16 * 1024;
    /// How long a closed channel may still send what is queued, in milliseconds.
    private static final int LINGER_MILLIS = 1_000;
    private static final int MAX_REASON_LENGTH = 200;
    /// Bytes of the mask in a frame, RFC 6455 section 5.3: clients mask, servers do not.
    private final int maskBytes;
    private final boolean server;
    private final String name;
    private final WebSocketOptions options;
    private final Receiver receiver;
    private final WebSocketImpl engine;
    private final SendQueue queue;
    private final FrameWriter writer;
    private final Heartbeat heartbeat;
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private final AtomicReference<@Nullable Socket> transport = new AtomicReference<>();
    private volatile boolean aborted;

    private WebSocketChannel(String name, boolean server, WebSocketOptions options, Receiver receiver) {
        this.name = name;
        this.options = options;
        this.receiver = receiver;
        this.server = server;
        this.maskBytes = server ? 0 : 4;
        this.queue = new SendQueue(options.maxQueuedBytes());
        this.heartbeat = new Heartbeat(options, System.nanoTime());
        EngineEvents events = new EngineEvents(this);
        BoundedDraft draft = new BoundedDraft(options.maxMessageBytes());
        // A list of drafts makes the engine a server, a single one a client.
        this.engine = server ? new WebSocketImpl(events, List.of(draft)) : new WebSocketImpl(events, draft);
        this.writer = new FrameWriter(engine.outQueue, queue::leave);
    }

    /// Opens a channel to `address`, which begins with `ws://` or `wss://` (TLS 1.2 or later, host name checked).
    ///
    /// @throws IOException if it does not open, in time; one line that names the address
    /// @throws IllegalArgumentException if `address` is no websocket address
    public static WebSocketChannel open(URI address, WebSocketOptions options, Receiver receiver)
            throws IOException, InterruptedException {
        return open(address, Introduction.NONE, options, receiver);
    }

    /// The same with an introduction.
    public static WebSocketChannel open(URI address, Introduction introduction, WebSocketOptions options,
            Receiver receiver) throws IOException, InterruptedException {
        Endpoint endpoint = Endpoint.of(address);
        WebSocketChannel channel = new WebSocketChannel(endpoint.toString(), false, options, receiver);
        // Of the system's threads, which the kernel wakes directly: a virtual one is woken by way of two others.
        Thread.ofPlatform().daemon().name("websocket-read " + endpoint).start(
                () -> channel.run(() -> channel.dial(endpoint, introduction)));
        channel.awaitOpen();
        return channel;
    }

    /// What a client does before and while it says who it is.
    public interface Introduction {
        /// Everybody may be talked to, and nothing is said.
        Introduction NONE = (_, _) -> Map.of();

        /// Looks at who is there, once connected and before a byte is sent.
        ///
        /// @param peer the other end
        /// @param local this end
        /// @return headers of one's own in the request that opens the channel, such as `Authorization`
        /// @throws IOException to say nothing and leave; one line that says why
        Map<String, String> headers(InetSocketAddress peer, InetSocketAddress local)
                throws IOException, InterruptedException;
    }

    /// A channel on the server's side of `socket`, which it owns from now on; [#serve] opens it and reads.
    static WebSocketChannel serving(Socket socket, String name, WebSocketOptions options, Receiver receiver) {
        WebSocketChannel channel = new WebSocketChannel(name, true, options, receiver);
        channel.transport.set(socket);
        return channel;
    }

    /// Serves on the calling thread until the channel is closed.
    ///
    /// @param handshake the request that opens the channel, read already
    void serve(Socket socket, ByteBuffer handshake) {
        run(() -> {
            engine.decode(handshake);
            return socket;
        });
    }

    /// What comes before the first message.
    private interface Opening {
        /// The socket to read from.
        Socket open() throws IOException, InvalidHandshakeException, InterruptedException;
    }

    private void awaitOpen() throws IOException, InterruptedException {
        try {
            opened.get(options.openTimeoutMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            abort("it did not answer within " + options.openTimeoutMillis() + " ms");
            throw new SocketTimeoutException(failure(String.valueOf(reason.get())));
        } catch (InterruptedException interrupted) {
            abort("interrupted");
            throw interrupted;
        } catch (ExecutionException _) {
            throw new IOException(failure(String.valueOf(reason.get())));
        }
    }

    private String failure(String cause) {
        return "Cannot connect to " + name + ": " + cause;
    }

    @Override
    public void send(Bytes message) throws IOException {
        send(List.of(message));
    }

    @Override
    public void send(List<Bytes> messages) throws IOException {
        long bytes = 0;
        for (Bytes message : messages) {
            if (message.size() > Message.MAX_LENGTH) {
                throw new IOException(
                        "A message of " + message.size() + " bytes is larger than the protocol allows.");
            }
            bytes += frameBytes(message.size());
        }
        awaitRoom(bytes);
        try {
            messages.forEach(message -> engine.send(message.asByteBuffer()));
        } catch (WebsocketNotConnectedException _) {
            throw closedException();
        }
        // An interrupted virtual thread that waits in a socket closes it.
        if (bytes > MOST_WRITTEN_BY_SENDER_BYTES || Thread.currentThread().isInterrupted()) {
            writer.demand();
        } else {
            write();
        }
    }

    private void awaitRoom(long bytes) throws IOException {
        try {
            if (!queue.enter(bytes, options.sendTimeoutMillis())) {
                abort("the peer does not take what is sent");
                throw closedException();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting to send.");
        }
    }

    private void write() throws IOException {
        try {
            writer.tryWrite();
        } catch (IOException failure) {
            abort(cause(failure));
            throw closedException();
        }
    }

    /// Bytes of a frame, RFC 6455 section 5.2.
    private long frameBytes(int payloadBytes) {
        int extendedLength = payloadBytes < 126 ? 0 : payloadBytes < 1 << 16 ? 2 : 8;
        return 2L + extendedLength + maskBytes + payloadBytes;
    }

    private IOException closedException() {
        String cause = reason.get();
        return new IOException("The connection to " + name + " is closed" + (cause == null ? "." : ": " + cause));
    }

    @Override
    public boolean isOpen() {
        return engine.isOpen() && !aborted;
    }

    @Override
    public void close() {
        reason.compareAndSet(null, "closed by this side");
        if (engine.isOpen()) {
            engine.close(CloseFrame.NORMAL, "", false);
        } else if (!opened.isDone()) {
            abort("closed by this side");
        }
    }

    /// As [#close], with status 1011.
    @Override
    public void fail(String cause) {
        reason.compareAndSet(null, cause);
        if (engine.isOpen()) {
            engine.close(CloseFrame.UNEXPECTED_CONDITION, "", false);
        }
    }

    private void abort(String cause) {
        reason.compareAndSet(null, cause);
        aborted = true;
        queue.close();
        closeTransport();
    }

    private void closeTransport() {
        Socket socket = transport.get();
        if (socket != null) {
            closeQuietly(socket);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing is left to be done about a socket that does not close.
        }
    }

    /// The reading thread: from the connect to the end.
    private void run(Opening opening) {
        Thread watch = Thread.ofVirtual().name("websocket-watch " + name).unstarted(this::watch);
        try {
            Socket socket = opening.open();
            InputStream input = socket.getInputStream();
            OutputStream output = socket.getOutputStream();
            Thread writing = Thread.ofVirtual().name("websocket-write " + name).start(() -> write(output));
            watch.start();
            try {
                read(input);
            } finally {
                engine.eot();
                endOutput();
                writing.join(LINGER_MILLIS);
            }
        } catch (IOException | InvalidHandshakeException failure) {
            reason.compareAndSet(null, cause(failure));
        } catch (InterruptedException _) {
            // Nobody interrupts this thread; if somebody does, the channel ends here as well.
            reason.compareAndSet(null, "interrupted");
        } finally {
            finish();
            watch.interrupt();
        }
    }

    private static String cause(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private void finish() {
        aborted = true;
        queue.close();
        closeTransport();
        String cause = reason.updateAndGet(known -> known == null ? "the peer closed the connection" : known);
        boolean wasOpen = !opened.completeExceptionally(new IOException(cause));
        if (wasOpen || server) {
            receiver.closed(String.valueOf(cause));
        }
    }

    private Socket dial(Endpoint endpoint, Introduction introduction)
            throws IOException, InvalidHandshakeException, InterruptedException {
        Socket socket = connect(endpoint);
        Map<String, String> headers = introduction.headers((InetSocketAddress) socket.getRemoteSocketAddress(),
                (InetSocketAddress) socket.getLocalSocketAddress());
        HandshakeImpl1Client handshake = new HandshakeImpl1Client();
        handshake.setResourceDescriptor(endpoint.path());
        handshake.put("Host", endpoint.hostHeader());
        headers.forEach(handshake::put);
        engine.startHandshake(handshake);
        return socket;
    }

    private Socket connect(Endpoint endpoint) throws IOException {
        IOException last = new IOException("the name has no address");
        for (InetAddress address : InetAddress.getAllByName(endpoint.hostName())) {
            try {
                Socket socket = new Socket();
                hold(socket);
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, endpoint.port()), options.openTimeoutMillis());
                return endpoint.secure() ? secured(endpoint, socket) : socket;
            } catch (IOException failure) {
                last = failure;
            }
        }
        throw last;
    }

    /// From here on [#abort] closes `socket`, also one that comes after the abort.
    private void hold(Socket socket) throws IOException {
        transport.set(socket);
        if (aborted) {
            closeQuietly(socket);
            throw new IOException("given up");
        }
    }

    private Socket secured(Endpoint endpoint, Socket socket) throws IOException {
        SSLSocketFactory factory = options.tls() == null
                ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                : options.tls().getSocketFactory();
        SSLSocket secured =
                (SSLSocket) factory.createSocket(socket, endpoint.hostName(), endpoint.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setProtocols(new String[]{"TLSv1.3", "TLSv1.2"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private void read(InputStream input) throws IOException {
        byte[] buffer = new byte[READ_BUFFER_BYTES];
        int handshakeBytes = 0;
        while (!engine.isFlushAndClose() && !engine.isClosed()) {
            int count = input.read(buffer);
            if (count == -1) {
                return;
            }
            heartbeat.received(System.nanoTime());
            if (!opened.isDone()) {
                handshakeBytes += count;
                if (handshakeBytes > MAX_HANDSHAKE_BYTES) {
                    throw new IOException("its handshake has more than " + MAX_HANDSHAKE_BYTES + " bytes");
                }
            }
            engine.decode(ByteBuffer.wrap(buffer, 0, count));
        }
    }

    private void write(OutputStream output) {
        try (output) {
            writer.run(output);
        } catch (IOException failure) {
            reason.compareAndSet(null, cause(failure));
        } catch (InterruptedException _) {
            reason.compareAndSet(null, "interrupted");
        } finally {
            closeTransport();
        }
    }

    private void endOutput() {
        engine.outQueue.add(FrameWriter.END);
        writer.demand();
    }

    private void watch() {
        try {
            while (!aborted) {
                Thread.sleep(heartbeat.tickMillis());
                switch (heartbeat.next(System.nanoTime())) {
                    case NOTHING -> {
                    }
                    case PONG -> sendControl(new PongFrame());
                    case PING -> sendControl(new PingFrame());
                    case GIVE_UP -> abort("the peer gives no sign of life");
                }
            }
        } catch (InterruptedException _) {
            // The channel is closed.
        }
    }

    private void sendControl(FramedataImpl1 frame) {
        // An unanswered ping that found no room counts as well: the peer has not read for as long.
        if (engine.isOpen() && queue.tryEnter(frameBytes(frame.getPayloadData().remaining()))) {
            try {
                engine.sendFrame(frame);
                writer.demand();
            } catch (WebsocketNotConnectedException _) {
                // It closed meanwhile.
            }
        }
    }

    @Override
    public long silenceMillis() {
        return heartbeat.silenceMillis(System.nanoTime());
    }

    /// Bytes that wait to be sent.
    long queuedBytes() {
        return queue.queuedBytes();
    }

    /// Called by the engine's events, on the reading thread.
    void opened() {
        heartbeat.message(System.nanoTime());
        opened.complete(true);
    }

    void received(ByteBuffer message) {
        heartbeat.message(System.nanoTime());
        receiver.received(Bytes.copyOf(message));
    }

    void receivedText() {
        reason.compareAndSet(null, "the peer sent text");
        engine.close(CloseFrame.REFUSE, "binary messages only", false);
    }

    void pinged(ByteBuffer payload) {
        PongFrame pong = new PongFrame();
        pong.setPayload(payload);
        sendControl(pong);
    }

    void closing(int code, String rawText, boolean remote) {
        String text = printable(rawText);
        if (remote) {
            reason.compareAndSet(
                    null, "the peer closed the connection with " + code + (text.isEmpty() ? "" : ": " + text));
        } else {
            reason.compareAndSet(null, text.isEmpty() ? "closed with " + code : text);
        }
        endOutput();
    }

    /// What the peer says may end up in a terminal: one short printable line of it.
    private static String printable(String text) {
        String line = text.replaceAll("[^\\x20-\\x7E]+", " ").strip();
        return line.length() <= MAX_REASON_LENGTH ? line : line.substring(0, MAX_REASON_LENGTH) + "...";
    }
}
