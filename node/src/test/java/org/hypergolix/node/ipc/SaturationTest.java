package org.hypergolix.node.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.ipc.RawProgram;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.ipc.IpcCodec;
import org.hypergolix.wire.local.LocalEvent;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Programs that ask for more than their node can do.
@Timeout(60)
class SaturationTest {
    private static final Ghid ACCOUNT = new Ghid(Bytes.ofHex("ab".repeat(64)));

    @TempDir
    private Path home;

    private final StuckNode node = new StuckNode();
    private IpcServer server;

    /// A node whose relays never answer.
    private static final class StuckNode implements LocalNode {
        final CountDownLatch end = new CountDownLatch(1);
        final Semaphore begun = new Semaphore(0);

        @Override
        public Session open(Consumer<LocalEvent> events) {
            return new Session() {
                @Override
                @SuppressWarnings("unchecked") // nothing else is ever answered
                public <R> R call(LocalRequest<R> request) {
                    if (request instanceof LocalRequest.WhoAmI) {
                        return (R) ACCOUNT;
                    }
                    begun.release();
                    try {
                        end.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    return (R) LocalRequest.Done.DONE;
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };
        }

        @Override
        public void close() {
            end.countDown();
        }
    }

    @BeforeEach
    void open() throws IOException {
        server = IpcServer.open(node, home, 0, IpcAccess.OWN_USER);
    }

    @AfterEach
    void close() {
        node.close();
        server.close();
    }

    private static Ghid address(int number) {
        return new Ghid(Bytes.ofHex("%02x%02x".formatted(number >> 8, number & 0xFF) + "00".repeat(62)));
    }

    /// A frame of at most 125 bytes, under a mask of zeros.
    private static void frame(OutputStream output, int firstByte, byte[] payload) throws IOException {
        output.write(new byte[]{(byte) firstByte, (byte) (0x80 | payload.length), 0, 0, 0, 0});
        output.write(payload);
    }

    @Test
    void a_ping_is_answered_while_as_many_requests_as_may_be_are_under_way_and_more_wait() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            OutputStream output = socket.getOutputStream();
            DataInputStream input = new DataInputStream(socket.getInputStream());
            output.write(String.join("\r\n", "GET / HTTP/1.1", "Host: localhost", "Upgrade: websocket",
                    "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Version: 13", "", "").getBytes(StandardCharsets.US_ASCII));
            StringBuilder handshake = new StringBuilder();
            while (handshake.indexOf("\r\n\r\n") < 0) {
                handshake.append((char) input.readUnsignedByte());
            }
            for (int number = 0; number < IpcConnection.MOST_REQUESTS + 500; number++) {
                frame(output, 0x82, IpcCodec.CLASSIC
                        .encode(new LocalRequest.Sync(address(number)), number).encode().toArray());
            }
            output.flush();
            assertThat(node.begun.tryAcquire(IpcConnection.MOST_REQUESTS, 30, TimeUnit.SECONDS)).isTrue();

            frame(output, 0x89, "are you there".getBytes(StandardCharsets.US_ASCII));
            output.flush();
            assertThat(input.readUnsignedByte()).as("a pong").isEqualTo(0x8A);
            byte[] payload = new byte[input.readUnsignedByte()];
            input.readFully(payload);
            assertThat(new String(payload, StandardCharsets.US_ASCII)).isEqualTo("are you there");
            assertThat(node.begun.availablePermits()).as("no more than may be under way at once").isZero();
        }
    }

    /// One after the other they would take more than the minute that this may last: two seconds each.
    @Test
    void stopping_lets_all_programs_come_to_their_end_at_the_same_time() throws Exception {
        List<RawProgram> programs = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            RawProgram program = new RawProgram(server.port());
            program.post("~O", address(number).bytes().hex());
            programs.add(program);
        }
        assertThat(node.begun.tryAcquire(programs.size(), 30, TimeUnit.SECONDS)).isTrue();

        server.close();
        assertThat(server.programs()).as("nobody waited for the node, which answers never").isEmpty();
        programs.forEach(RawProgram::close);
    }
}
