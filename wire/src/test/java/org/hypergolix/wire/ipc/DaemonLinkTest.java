package org.hypergolix.wire.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.local.LocalRequest;
import org.hypergolix.wire.local.ObjectState;
import org.hypergolix.wire.websocket.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DaemonLinkTest {
    private static final Ghid ACCOUNT = new Ghid(Bytes.ofHex("aa".repeat(64)));
    private static final Ghid ONE = new Ghid(Bytes.ofHex("01".repeat(64)));
    private static final Ghid TWO = new Ghid(Bytes.ofHex("02".repeat(64)));
    private static final String SECRET = "5a".repeat(32);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path home;

    @TempDir
    private Path proc;

    private DaemonNode.Limits limits(Path tables) {
        return new DaemonNode.Limits(home, PATIENCE, Message.MAX_LENGTH, new LinuxPeers(tables));
    }

    private void leaveAddress(int port) throws IOException {
        Files.write(home.resolve(Rendezvous.FILE), new Rendezvous(
                java.net.URI.create("ws://127.0.0.1:" + port + "/"), SECRET, ACCOUNT).encode());
    }

    /// A table in which the program at `ours` (the listener's end) is that of `user`.
    private void table(Socket accepted, int user) throws IOException {
        String row = "   1: 0100007F:%04X 0100007F:%04X 01 00000000:00000000 00:00000000 00000000 %d        0 7 1\n"
                .formatted(accepted.getLocalPort(), accepted.getPort(), user);
        Path fresh = Files.writeString(proc.resolve("net/tcp.new"), "header\n" + row);
        Files.move(fresh, proc.resolve("net/tcp"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void emptyTables() throws IOException {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the rows are of such a machine");
        Files.createDirectories(proc.resolve("net"));
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("self/status"), "Uid:\t1000\t1000\t1000\t1000\n");
        Files.writeString(proc.resolve("net/tcp"), "header\n");
    }

    @Test
    void says_nothing_to_a_program_of_another_user_at_the_address_that_a_daemon_left() throws Exception {
        emptyTables();
        try (ServerSocket squatter = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            leaveAddress(squatter.getLocalPort());
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> {
                try (Socket connection = squatter.accept()) {
                    table(connection, 1001);
                    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });

            assertThat(DaemonNode.find(limits(proc))).isInstanceOfSatisfying(DaemonNode.Search.None.class,
                    none -> assertThat(none.reason()).contains("user 1001"));
            assertThat(heard.get(30, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void introduces_itself_to_a_program_of_its_own_user_once_that_has_accepted() throws Exception {
        emptyTables();
        try (ServerSocket daemon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            leaveAddress(daemon.getLocalPort());
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> {
                try (Socket connection = daemon.accept()) {
                    table(connection, 1000);
                    byte[] request = new byte[4_096];
                    int size = 0;
                    while (!new String(request, 0, size, StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
                        size += connection.getInputStream().read(request, size, request.length - size);
                    }
                    return new String(request, 0, size, StandardCharsets.ISO_8859_1);
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });

            assertThat(DaemonNode.find(limits(proc))).isInstanceOf(DaemonNode.Search.None.class);
            assertThat(heard.get(30, TimeUnit.SECONDS)).contains("Bearer " + SECRET);
        }
    }

    @Test
    void an_address_elsewhere_is_no_daemons() throws Exception {
        Files.write(home.resolve(Rendezvous.FILE), new Rendezvous(
                java.net.URI.create("ws://192.0.2.1:7772/"), SECRET, ACCOUNT).encode());

        assertThat(DaemonNode.find(limits(proc))).isInstanceOfSatisfying(DaemonNode.Search.None.class,
                none -> assertThat(none.reason()).contains(Rendezvous.FILE));
    }

    private static Message request(ScriptedPeer.Conversation daemon) throws IOException {
        try {
            return Message.decode(daemon.readFrame().payload());
        } catch (org.hypergolix.wire.MalformedMessageException malformed) {
            throw new IOException(malformed);
        }
    }

    private static void answer(ScriptedPeer.Conversation daemon, Message request, Bytes body) throws IOException {
        daemon.writeFrame(0x82, new Answer.Success(body).toMessage(request.token()).encode());
    }

    private static Bytes object(Ghid address) {
        return ObjectDefinition.encode(new ObjectState(address, ACCOUNT, Bytes.ofHex("00".repeat(64)), true, false,
                Bytes.EMPTY, 1, false), Dialect.EXTENDED, true);
    }

    private static void agree(ScriptedPeer.Conversation daemon) throws IOException {
        daemon.shakeHands();
        answer(daemon, request(daemon), Bytes.ofHex("0001"));
        answer(daemon, request(daemon), ACCOUNT.bytes());
    }

    private DaemonLink link(ScriptedPeer daemon) throws Exception {
        leaveAddress(daemon.address().getPort());
        return DaemonLink.open(
                Rendezvous.read(home).orElseThrow(), limits(Path.of("/none")), DaemonSession.DEAF);
    }

    @Test
    void a_late_answer_is_not_taken_for_that_of_another_call() throws Exception {
        try (ScriptedPeer daemon = new ScriptedPeer(conversation -> {
            agree(conversation);
            Message late = request(conversation);
            Message next = request(conversation);
            assertThat(next.token()).isNotEqualTo(late.token());
            answer(conversation, late, object(ONE));
            answer(conversation, next, object(TWO));
            conversation.drain();
        }); DaemonLink link = link(daemon)) {
            assertThatThrownBy(() -> link.call(new LocalRequest.Get(ONE), Duration.ofMillis(1)))
                    .isInstanceOf(IOException.class).hasMessageContaining("did not answer");
            assertThat(link.call(new LocalRequest.Get(TWO), PATIENCE).address()).isEqualTo(TWO);
        }
    }

    @Test
    void an_object_that_was_not_asked_for_is_no_answer() throws Exception {
        try (ScriptedPeer daemon = new ScriptedPeer(conversation -> {
            agree(conversation);
            answer(conversation, request(conversation), object(TWO));
            conversation.drain();
        }); DaemonLink link = link(daemon)) {
            assertThatThrownBy(() -> link.call(new LocalRequest.Get(ONE), PATIENCE))
                    .isInstanceOf(IOException.class).hasMessageContaining(TWO.toString());
        }
    }
}
