package org.hypergolix.node.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.testkit.ipc.RawProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.node.api.NodeProvider;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.ipc.Rendezvous;
import org.hypergolix.wire.local.LocalNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class IpcServerTest {
    private static final String API = "00" + "64".repeat(64);
    private static final String NOBODY = "00".repeat(65);
    private static final String NEW_TOKEN = "00".repeat(16);
    private static final String UNKNOWN = "01" + "40".repeat(64);

    @TempDir
    private Path home;

    private LocalNode node;
    private IpcServer server;

    @BeforeEach
    void open() throws IOException {
        node = new NodeProvider().start(new LocalNode.Options(home, List.of(), new LocalNode.Credential.KeyFile(),
                CipherSuite.SUITE_3, true, Duration.ofSeconds(30), Message.MAX_LENGTH));
        server = IpcServer.open(node, home, 0, IpcAccess.OWN_USER);
    }

    @AfterEach
    void close() {
        server.close();
        node.close();
    }

    private RawProgram program() throws Exception {
        return new RawProgram(server.port());
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String object(String state) {
        return "00" + NOBODY + NOBODY + "000107" + API + "00" + hex(state);
    }

    private static String update(String address, String state) {
        return "00" + address + NOBODY + "000000" + NOBODY + "00" + hex(state);
    }

    private static String definition(String address, String self, String state) {
        return "00" + address + self + "000100" + API + "00" + hex(state);
    }

    @Test
    void two_programs_follow_one_object() throws Exception {
        try (RawProgram writer = program(); RawProgram reader = program()) {
            String self = writer.take("?I", "");
            assertThat(reader.take("?I", "")).isEqualTo(self);
            assertThat(reader.ask("+A", API)).isEqualTo("AK 01");

            String address = writer.take("+O", object("one"));
            assertThat(reader.next()).isEqualTo("@O " + address + self + API);
            assertThat(reader.take(">O", address)).isEqualTo(definition(address, self, "one"));

            assertThat(writer.ask("!O", update(address, "two"))).isEqualTo("AK 01");
            assertThat(reader.next()).isEqualTo("!O " + definition(address, self, "two"));

            String frozen = writer.take("*O", address);
            assertThat(reader.take(">O", frozen)).startsWith("00" + frozen + self + "000000");

            assertThat(reader.ask("-O", address)).isEqualTo("AK 01");
            assertThat(writer.ask("!O", update(address, "three"))).isEqualTo("AK 01");
            assertThat(reader.take(">O", address)).isEqualTo(definition(address, self, "three"));

            assertThat(writer.ask("XO", address)).isEqualTo("AK 01");
            assertThat(reader.next()).isEqualTo("XO " + address);
            assertThat(reader.ask(">O", address)).isEqualTo("NK 0008");
            assertThat(writer.ask("!O", update(address, "four"))).isEqualTo("NK ffff");
            assertThat(writer.heardNothing()).as("the one who did it is told nothing").isTrue();
        }
    }

    @Test
    void tokens_answer_as_in_2017() throws Exception {
        try (RawProgram program = program(); RawProgram other = program()) {
            assertThat(program.ask(">$", "")).isEqualTo("NK 0000");
            assertThat(program.ask("+$", UNKNOWN)).isEqualTo("NK 0000");
            String token = program.take("+T", NEW_TOKEN);
            assertThat(token).hasSize(32);
            assertThat(program.ask("+T", NEW_TOKEN)).isEqualTo("NK 0000");
            assertThat(program.ask("+T", token)).isEqualTo("NK ffff");
            assertThat(other.ask("+T", token)).isEqualTo("NK ffff");
            assertThat(other.ask("+T", "77".repeat(16))).isEqualTo("NK 0000");
            assertThat(other.ask("+T", "77")).isEqualTo("NK 0000");

            assertThat(program.ask(">$", "")).isEqualTo("AK ");
            String address = program.take("+O", object("mine"));
            assertThat(program.ask("+$", address)).isEqualTo("AK 01");
            assertThat(program.ask("+$", address)).isEqualTo("NK 0000");
            assertThat(program.take(">$", "")).isEqualTo(address);
            assertThat(program.ask("-$", address)).isEqualTo("AK 01");
            assertThat(program.ask("-$", address)).isEqualTo("NK 0000");
        }
    }

    @Test
    void a_token_is_free_again_when_its_program_has_left() throws Exception {
        String token;
        try (RawProgram program = program()) {
            token = program.take("+T", NEW_TOKEN);
        }
        String answer = "";
        for (int attempt = 0; attempt < 500 && !answer.equals("AK " + token); attempt++) {
            try (RawProgram program = program()) {
                answer = program.ask("+T", token);
            }
        }
        assertThat(answer).isEqualTo("AK " + token);
    }

    @Test
    void a_private_object_belongs_to_the_program_with_its_token() throws Exception {
        try (RawProgram program = program(); RawProgram other = program()) {
            assertThat(other.ask("+A", API)).isEqualTo("AK 01");
            String secret = object("secret").replace("000107", "010107");
            assertThat(program.ask("+O", secret)).isEqualTo("NK 0000");
            program.take("+T", NEW_TOKEN);
            String address = program.take("+O", secret);

            assertThat(other.ask(">O", address)).startsWith("NK ");
            assertThat(program.take(">O", address)).contains("010100" + API);
            assertThat(program.ask("!O", update(address, "public now"))).isEqualTo("AK 01");
            assertThat(other.ask(">O", address)).startsWith("AK ");
            assertThat(program.ask("!O", "00" + address + NOBODY + "010000" + NOBODY + "00" + hex("no way back")))
                    .isEqualTo("NK 0000");
        }
    }

    @Test
    void what_is_wrong_is_refused_and_the_connection_stays() throws Exception {
        try (RawProgram program = program()) {
            assertThat(program.ask(">O", UNKNOWN)).isEqualTo("NK 0008");
            assertThat(program.ask("ZZ", "")).isEqualTo("NK 0000");
            assertThat(program.ask("+O", "00")).isEqualTo("NK 0000");
            assertThat(program.ask("+O", object("x").replace("000107", "000100"))).isEqualTo("NK 0000");
            assertThat(program.ask("+A", UNKNOWN)).isEqualTo("NK 0000");
            String still = program.take("+O", object("x").replace("000107", "000007"));
            assertThat(program.ask("!O", update(still, "static"))).isEqualTo("NK 0000");
            assertThat(program.ask("*O", still)).isEqualTo("NK 0000");
            assertThat(program.ask("?I", "")).startsWith("AK 01");
        }
    }

    @Test
    void another_version_ends_the_connection() throws Exception {
        try (RawProgram program = program()) {
            program.send(Bytes.ofHex("00013f490001"));
            assertThat(program.closed()).contains("1011");
        }
    }

    @Test
    void requests_on_one_object_are_done_in_their_order() throws Exception {
        try (RawProgram program = program()) {
            String address = program.take("+O", object("0"));
            for (int number = 1; number <= 200; number++) {
                program.post("!O", update(address, Integer.toString(number)));
            }
            for (int number = 1; number <= 200; number++) {
                assertThat(program.answer().code()).isEqualTo(Message.SUCCESS);
            }
            assertThat(program.take(">O", address)).endsWith(API + "00" + hex("200"));
        }
    }

    @Test
    void a_program_that_never_answers_delays_nobody() throws Exception {
        try (RawProgram writer = program(); RawProgram dead = program(); RawProgram reader = program()) {
            dead.answering(false);
            String self = writer.take("?I", "");
            String address = writer.take("+O", object("0"));
            dead.take(">O", address);
            reader.take(">O", address);
            int updates = 2 * IpcConnection.MOST_NOTIFICATIONS;
            for (int number = 1; number <= updates; number++) {
                assertThat(writer.ask("!O", update(address, Integer.toString(number)))).isEqualTo("AK 01");
            }
            String last = "!O " + definition(address, self, Integer.toString(updates));
            String heard = "";
            while (!heard.equals(last)) {
                heard = reader.next();
            }
            assertThat(dead.heard()).isLessThanOrEqualTo(IpcConnection.MOST_NOTIFICATIONS);
        }
    }

    @Test
    void the_extended_dialect_is_asked_for_first_or_not_at_all() throws Exception {
        try (RawProgram program = program(); RawProgram late = program()) {
            assertThat(program.ask("?V", "0001")).isEqualTo("AK 0001");
            String created = program.take("+O", object("x"));
            assertThat(created).hasSize(2 * (65 + 9));
            assertThat(program.take(">O", created.substring(0, 130))).startsWith("01");
            assertThat(program.ask(">O", UNKNOWN)).as("with its finer reason").isEqualTo("NK 0024");

            late.ask("?I", "");
            assertThat(late.ask("?V", "0001")).isEqualTo("NK 0000");
            assertThat(late.take("+O", object("x"))).hasSize(2 * 65);
        }
    }

    private String handshake(String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + headers + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(12);
            String status = new String(answer, StandardCharsets.US_ASCII);
            return status.endsWith("101")
                    ? status
                    : status + new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_web_page_cannot_come_in() throws Exception {
        assertThat(handshake("Host: localhost:7772\r\n")).isEqualTo("HTTP/1.1 101");
        assertThat(handshake("Host: localhost:7772\r\nOrigin: http://localhost:7772\r\n"))
                .startsWith("HTTP/1.1 403").contains("Origin", "suppress_origin");
        assertThat(handshake("Host: rebound.example.org\r\n")).startsWith("HTTP/1.1 403").contains("localhost");
        assertThat(handshake("")).startsWith("HTTP/1.1 403");
    }

    @Test
    void programs_find_its_address_in_the_home_while_it_runs() throws Exception {
        Rendezvous rendezvous = Rendezvous.read(home).orElseThrow();
        assertThat(rendezvous.address().getPort()).isEqualTo(server.port());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(Rendezvous.FILE))))
                .isEqualTo("rw-------");
        assertThat(rendezvous.toString()).doesNotContain(rendezvous.secret());

        server.close();
        assertThat(Rendezvous.read(home)).isEmpty();
    }

    @Test
    void says_which_port_is_taken() {
        assertThatThrownBy(() -> IpcServer.open(node, home, server.port(), IpcAccess.OWN_USER).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + server.port());
    }

    @Test
    void the_last_push_of_a_program_that_leaves_is_not_lost() throws Exception {
        String address;
        try (RawProgram program = program()) {
            address = program.take("+O", object("first"));
            program.post("!O", update(address, "last"));
        }
        String state = "";
        try (RawProgram program = program()) {
            for (int attempt = 0; attempt < 500 && !state.endsWith(hex("last")); attempt++) {
                state = program.take(">O", address);
            }
        }
        assertThat(state).endsWith(API + "00" + hex("last"));
    }
}
