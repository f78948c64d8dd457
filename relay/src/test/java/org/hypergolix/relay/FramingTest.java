package org.hypergolix.relay;

import static io.telemeter.testkit.relay.RawSocketClient.BINARY;
import static io.telemeter.testkit.relay.RawSocketClient.CONTINUATION;
import static io.telemeter.testkit.relay.RawSocketClient.PING;
import static io.telemeter.testkit.relay.RawSocketClient.PONG;
import static io.telemeter.testkit.relay.RawSocketClient.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.relay.RawRelayClient;
import io.telemeter.testkit.relay.RawSocketClient;
import io.telemeter.testkit.relay.RawSocketClient.Frame;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Container;
import org.hypergolix.relay.limit.RelayLimits;
import org.hypergolix.relay.limit.RelayLimits.Memory;
import org.hypergolix.relay.limit.RelayLimits.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Handshakes, frames and the limits of both.
class FramingTest {

    private static final int MAX_MESSAGE = 10_485_760;
    private static final Bytes EMPTY_PING = RawRelayClient.message("??", 9, Bytes.EMPTY);
    private static final String PING_ANSWER = "0000414b000901";

    private static RelayLimits patience(Patience patience) {
        return RelayLimits.defaults().withPatience(patience);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/anything", "/a/b?c=d", "/%20"})
    void any_path_is_accepted(String path) throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connectSocket()) {
            assertThat(client.shakeHands(path))
                    .startsWith("HTTP/1.1 101 ")
                    .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            client.sendFrame(true, BINARY, EMPTY_PING);
            assertThat(client.readFrame().payload().hex()).isEqualTo(PING_ANSWER);
        }
    }

    @Test
    void a_plain_request_is_told_what_this_is() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connectSocket()) {
            client.sendText("GET / HTTP/1.1\r\nHost: relay\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 426 ").containsIgnoringCase("upgrade: websocket");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"})
    void a_broken_handshake_is_refused(String request) throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connectSocket()) {
            client.sendText(request);
            assertThat(client.readHead()).matches("(?s)HTTP/1.1 4.*");
        }
    }

    @Test
    void an_endless_handshake_header_is_refused() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connectSocket()) {
            client.sendText("GET / HTTP/1.1\r\nHost: relay\r\nX-Filler: " + "x".repeat(9_000));
            assertThat(client.readHead()).matches("(?s)HTTP/1.1 4.*");
        }
    }

    @Test
    void who_says_nothing_is_not_waited_for() throws IOException {
        Patience impatient = new Patience(200, 10_000, 10_000, 10_000, 10_000, 10_000, 500);
        try (RunningRelay relay = new RunningRelay(patience(impatient));
                RawSocketClient client = relay.connectSocket()) {
            client.sendText("GET / HTTP/1.1\r\n");
            assertThat(client.readUntilClosed()).isEqualTo(-1);
        }
    }

    @Test
    void a_message_may_come_in_parts_with_a_ping_between_them() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            client.sendFrame(false, BINARY, EMPTY_PING.slice(0, 1));
            client.sendFrame(false, CONTINUATION, EMPTY_PING.slice(1, 3));
            client.sendFrame(true, PING, Bytes.ofHex("6869"));
            client.sendFrame(false, CONTINUATION, Bytes.EMPTY);
            client.sendFrame(true, CONTINUATION, EMPTY_PING.slice(4));
            assertThat(client.readFrame()).isEqualTo(new Frame(true, PONG, Bytes.ofHex("6869")));
            assertThat(client.readFrame().payload().hex()).isEqualTo(PING_ANSWER);
        }
    }

    @Test
    void an_unsolicited_pong_is_ignored() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawRelayClient client = relay.connect()) {
            client.socket().sendFrame(true, PONG, Bytes.EMPTY);
            assertThat(client.request("??", Bytes.EMPTY).summary()).isEqualTo("AK 01");
        }
    }

    @Test
    void an_answer_to_nothing_is_ignored() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawRelayClient client = relay.connect()) {
            client.sendMessage("AK", 4711, Bytes.ofHex("01"));
            client.sendMessage("NK", 4712, Bytes.EMPTY);
            assertThat(client.request("??", Bytes.EMPTY).summary()).isEqualTo("AK 01");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00013f3f0001", "ff003f3f0001"})
    void another_version_or_none_closes_with_1011(String message) throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            client.sendFrame(true, BINARY, Bytes.ofHex(message));
            assertThat(client.readUntilClosed()).isEqualTo(1011);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "00003f"})
    void a_message_without_a_whole_code_is_an_unknown_request_with_token_0(String message) throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            client.sendFrame(true, BINARY, Bytes.ofHex(message));
            assertThat(client.readFrame().payload().hex()).startsWith("00004e4b0000" + "000e");
        }
    }

    @Test
    void a_message_without_a_token_has_token_0() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            client.sendFrame(true, BINARY, Bytes.ofHex("00003f3f"));
            assertThat(client.readFrame().payload().hex()).isEqualTo("0000414b000001");
        }
    }

    @Test
    void text_closes_with_1011() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            client.sendFrame(true, TEXT, Bytes.ofHex("6869"));
            assertThat(client.readUntilClosed()).isEqualTo(1011);
        }
    }

    @Test
    void a_frame_that_is_not_masked_closes_with_1002() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            client.sendUnmasked(BINARY, EMPTY_PING);
            assertThat(client.readUntilClosed()).isEqualTo(1002);
        }
    }

    @Test
    void a_part_of_nothing_closes_with_1002() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            client.sendFrame(true, CONTINUATION, EMPTY_PING);
            assertThat(client.readUntilClosed()).isEqualTo(1002);
        }
    }

    @Test
    void a_message_of_exactly_10_mebibytes_is_taken() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawRelayClient client = relay.connect()) {
            Bytes body = Bytes.owning(new byte[MAX_MESSAGE - 6]);
            assertThat(client.request("??", body).summary()).isEqualTo("AK 01");
            assertThat(client.request("PB", body).summary()).isEqualTo("NK 0001");
        }
    }

    @Test
    void parts_of_exactly_10_mebibytes_together_are_taken() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            Bytes message = Bytes.concat(EMPTY_PING, Bytes.owning(new byte[MAX_MESSAGE - EMPTY_PING.size()]));
            client.sendFrame(false, BINARY, message.slice(0, 5));
            client.sendFrame(false, CONTINUATION, message.slice(5, 7_000_000));
            client.sendFrame(true, CONTINUATION, message.slice(7_000_005));
            assertThat(client.readFrame().payload().hex()).isEqualTo(PING_ANSWER);
        }
    }

    @Test
    void the_largest_container_is_stored_and_fetched_and_one_of_a_byte_more_closes_with_1009() throws IOException {
        TestObjects alice = new TestObjects(CipherSuite.SUITE_1, 0);
        int overhead = alice.container(1_000).encoded().size() - 1_000;
        Container largest = alice.container(MAX_MESSAGE - 6 - overhead);
        Container larger = alice.container(MAX_MESSAGE - 6 - overhead + 1);
        try (RunningRelay relay = new RunningRelay();
                RawRelayClient client = relay.connect();
                RawRelayClient greedy = relay.connect()) {
            assertThat(largest.encoded().size()).isEqualTo(10_485_754);
            client.publish(alice.identity());
            client.publish(alice.bind(largest.ghid()));
            client.publish(alice.bind(larger.ghid()));
            assertThat(client.publish(largest).summary()).isEqualTo("AK 01");
            assertThat(client.request("GT", largest.ghid()).body()).isEqualTo(largest.encoded());
            greedy.send("PB", larger.encoded());
            assertThat(greedy.socket().readUntilClosed()).isEqualTo(1009);
            assertThat(client.request("?E", larger.ghid()).summary()).isEqualTo("AK 00");
        }
    }

    @Test
    void a_message_may_come_byte_by_byte_and_several_at_once() throws IOException {
        TestObjects alice = new TestObjects(CipherSuite.SUITE_3, 0);
        Bytes publish = RawRelayClient.message("PB", 8, alice.identity().encoded());
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            Bytes frames = Bytes.concat(
                    RawSocketClient.frame(true, BINARY, publish), RawSocketClient.frame(true, BINARY, EMPTY_PING));
            for (int index = 0; index < frames.size(); index++) {
                client.sendRaw(frames.slice(index, 1));
            }
            assertThat(client.readFrame().payload().hex()).isEqualTo("0000414b000801");
            assertThat(client.readFrame().payload().hex()).isEqualTo(PING_ANSWER);
            client.sendRaw(Bytes.concat(frames, frames));
            for (int round = 0; round < 2; round++) {
                assertThat(client.readFrame().payload().hex()).isEqualTo("0000414b000801");
                assertThat(client.readFrame().payload().hex()).isEqualTo(PING_ANSWER);
            }
        }
    }

    @Test
    void one_byte_more_closes_with_1009_before_it_is_sent() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            client.sendFrameHeader(true, BINARY, MAX_MESSAGE + 1);
            assertThat(client.readUntilClosed()).isEqualTo(1009);
        }
    }

    @Test
    void parts_of_more_than_10_mebibytes_together_close_with_1009() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            client.sendFrame(false, BINARY, Bytes.owning(new byte[MAX_MESSAGE]));
            client.sendFrame(false, CONTINUATION, Bytes.EMPTY);
            client.sendFrame(true, CONTINUATION, Bytes.ofHex("00"));
            assertThat(client.readUntilClosed()).isEqualTo(1009);
        }
    }

    @Test
    void a_client_that_goes_on_sending_still_hears_why_it_was_closed() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            client.sendFrame(true, TEXT, Bytes.ofHex("6869"));
            client.sendFrame(true, BINARY, Bytes.owning(new byte[4_000_000]));
            assertThat(client.readUntilClosed()).isEqualTo(1011);
        }
    }

    @Test
    void a_closing_client_gets_its_status_back() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawSocketClient client = relay.connect().socket()) {
            client.sendFrame(true, RawSocketClient.CLOSE, Bytes.ofHex("03e8"));
            assertThat(client.readUntilClosed()).isEqualTo(1000);
        }
    }

    @Test
    void a_message_that_never_ends_is_not_waited_for() throws IOException {
        Patience impatient = new Patience(10_000, 300, 10_000, 10_000, 10_000, 10_000, 500);
        try (RunningRelay relay = new RunningRelay(patience(impatient));
                RawSocketClient client = relay.connect().socket()) {
            client.sendFrameHeader(true, BINARY, 1_000);
            client.sendRaw(Bytes.owning(new byte[10]));
            assertThat(client.readUntilClosed()).isEqualTo(1008);
        }
    }

    @Test
    void messages_larger_than_the_memory_for_all_close_with_1013() throws IOException {
        Memory little = new Memory(1_000_000, 1_000_000, 100, 1_000_000, 1_000_000);
        try (RunningRelay relay = new RunningRelay(RelayLimits.defaults().withMemory(little));
                RawSocketClient greedy = relay.connect().socket();
                RawRelayClient modest = relay.connect()) {
            greedy.sendFrameHeader(true, BINARY, 5_000_000);
            try {
                greedy.sendRaw(Bytes.owning(new byte[4_000_000]));
            } catch (SocketException _) {
                // It may be closed before all of it is sent.
            }
            assertThat(greedy.readUntilClosed()).isEqualTo(1013);
            for (int count = 0; count < 20; count++) {
                Bytes body = Bytes.owning(new byte[900_000]);
                assertThat(modest.request("??", body).summary()).isEqualTo("AK 01");
            }
        }
    }

    @Test
    void a_silent_client_is_asked_for_a_sign_of_life_and_then_given_up() throws IOException {
        Patience impatient = new Patience(10_000, 10_000, 300, 300, 10_000, 10_000, 500);
        try (RunningRelay relay = new RunningRelay(patience(impatient));
                RawSocketClient client = relay.connect().socket()) {
            assertThat(client.readFrame().opcode()).isEqualTo(PING);
            client.sendFrame(true, PONG, Bytes.EMPTY);
            assertThat(client.readFrame().opcode()).isEqualTo(PING);
            assertThat(client.readUntilClosed()).isEqualTo(-1);
        }
    }

    @Test
    void a_stopping_relay_closes_with_1001() throws IOException {
        try (RunningRelay relay = new RunningRelay(); RawRelayClient client = relay.connect()) {
            client.request("??", Bytes.EMPTY);
            relay.server().close();
            assertThat(client.socket().readUntilClosed()).isEqualTo(1001);
        }
    }

    @Test
    void no_more_connections_than_allowed() throws IOException {
        try (RunningRelay relay = new RunningRelay(RelayLimits.defaults().withConnections(2, 2));
                RawRelayClient first = relay.connect();
                RawRelayClient second = relay.connect();
                RawSocketClient third = relay.connectSocket()) {
            assertThat(first.request("??", Bytes.EMPTY).code()).isEqualTo("AK");
            assertThat(second.request("??", Bytes.EMPTY).code()).isEqualTo("AK");
            assertThat(third.readUntilClosed()).isEqualTo(-1);
            first.close();
            assertThat(connectAgain(relay)).startsWith("HTTP/1.1 101 ");
        }
    }

    private static String connectAgain(RunningRelay relay) throws IOException {
        while (true) {
            try (RawSocketClient client = relay.connectSocket()) {
                return client.shakeHands("/");
            } catch (EOFException | SocketException _) {
                Thread.onSpinWait();
            }
        }
    }
}
