package io.telemeter.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonParserException;
import io.telemeter.testkit.relay.RawSocketClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.relay.RelayOptions;
import org.hypergolix.relay.RelayServer;
import org.hypergolix.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

/// Our relay in the place of the original one, in a conversation that was recorded.
///
/// Compared are the code, the token, the length and every byte of each frame that the relay sent, except:
///
/// - the tokens of announcements, which are random;
/// - the order of addresses in a list, of which there is none;
/// - how answers and announcements lie between each other on a connection;
/// - the text of a failure, which is for people (ours says more); its code is compared;
/// - the reason in a closing frame, which is for people (the original gave none); its status is compared;
/// - the [#DIFFERENCES].
class RecordedExchangeTest {

    /// What our relay answers in place of what the original answered, by what the request was for.
    private static final Map<String, Difference> DIFFERENCES = Map.of(
            "trailing byte",
            new Difference("NK 0001", "An object ends where its layout ends. The original stored and served whatever"
                    + " followed, under the same address."),
            "get with algorithm 0",
            new Difference("NK fffe", "Address algorithm 0 does not hash: whoever accepts it accepts forgeries."),
            "counter 0 with an invented dynamic ghid and a history",
            new Difference("NK 0001",
                    "The dynamic address of frame 0 is derived from it, so that it can be checked; the"
                            + " original checked it only where there was one target."));

    private record Difference(String answer, String reason) {}

    @Test
    void answers_as_the_original_did_but_for_the_differences_that_are_listed() throws IOException, JsonParserException {
        Recording recording = Recording.load();
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Map<String, ReplayedConnection> connections = new LinkedHashMap<>();
        Set<String> differencesSeen = new HashSet<>();
        try (RelayServer relay = RelayServer.start(RelayOptions.of(anyPort, new MemoryStore()))) {
            int number = 0;
            for (Recording.Frame frame : recording.frames()) {
                String name = "frame " + number++ + ": " + frame.note();
                ReplayedConnection connection = connections.get(frame.connection());
                if (connection == null) {
                    connection = ReplayedConnection.open(relay.address(), recording);
                    connections.put(frame.connection(), connection);
                }
                if (frame.fromClient()) {
                    send(connection, frame);
                } else {
                    compare(name, connection, frame, differencesSeen);
                }
            }
            // The others were closed.
            assertThat(Objects.requireNonNull(connections.get("B")).hasMoreAnnouncements()).isFalse();
        } finally {
            for (ReplayedConnection connection : connections.values()) {
                connection.close();
            }
        }
        assertThat(recording.frames()).hasSizeGreaterThan(200);
        assertThat(differencesSeen).isEqualTo(DIFFERENCES.keySet());
    }

    private static void send(ReplayedConnection connection, Recording.Frame frame) throws IOException {
        try {
            connection.send(frame);
        } catch (IOException closed) {
            // The recorded client tried it once more after its connection was closed.
            assertThat(frame.note()).isEqualTo("ping after the bad version");
        }
    }

    private static void compare(String name, ReplayedConnection connection, Recording.Frame expected,
            Set<String> differencesSeen) throws IOException {
        Bytes payload = expected.payload();
        if (expected.opcode() == RawSocketClient.CLOSE) {
            assertThat(connection.nextClosing().slice(0, 2)).as(name).isEqualTo(payload.slice(0, 2));
        } else if (ReplayedConnection.code(payload).equals("!!")) {
            Bytes announcement = connection.nextAnnouncement(payload);
            assertThat(announcement.slice(0, 4)).as(name).isEqualTo(payload.slice(0, 4));
            assertThat(announcement.slice(6)).as(name).isEqualTo(payload.slice(6));
        } else {
            Bytes answer = connection.nextAnswer();
            String purpose = expected.note().replaceFirst("^answer to: ", "");
            Difference difference = DIFFERENCES.get(purpose);
            if (difference == null) {
                compareAnswers(name, connection, answer, payload);
            } else {
                differencesSeen.add(purpose);
                assertThat(summary(payload)).as(name).isNotEqualTo(difference.answer());
                assertThat(summary(answer)).as(difference.reason()).isEqualTo(difference.answer());
            }
        }
    }

    private static void compareAnswers(String name, ReplayedConnection connection, Bytes answer, Bytes expected) {
        assertThat(answer.slice(0, 6)).as(name).isEqualTo(expected.slice(0, 6));
        if (ReplayedConnection.code(expected).equals("NK")) {
            assertThat(answer.slice(6, 2)).as(name).isEqualTo(expected.slice(6, 2));
            assertThat(answer.size()).as(name).isGreaterThan(8);
            return;
        }
        assertThat(answer.size()).as(name).isEqualTo(expected.size());
        switch (connection.request(ReplayedConnection.token(expected))) {
            case "?S", "?B", "?D" -> assertThat(addresses(answer)).as(name).isEqualTo(addresses(expected));
            default -> assertThat(answer).as(name).isEqualTo(expected);
        }
    }

    private static String summary(Bytes answer) {
        String code = ReplayedConnection.code(answer);
        return code + " " + (code.equals("NK") ? answer.slice(6, 2) : answer.slice(6)).hex();
    }

    private static Set<Ghid> addresses(Bytes answer) {
        Set<Ghid> addresses = new HashSet<>();
        for (int offset = 6; offset < answer.size(); offset += 65) {
            addresses.add(Ghid.fromBytes(answer.slice(offset, 65)));
        }
        return addresses;
    }
}
