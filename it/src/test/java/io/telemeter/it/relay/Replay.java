package io.telemeter.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.relay.RawSocketClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;

/// A relay in the place of the original one, in a conversation that was recorded.
///
/// Compared are the code, the token, the length and every byte of each frame that the relay sent, except:
///
/// - the tokens of announcements, which are random;
/// - the order of addresses in a list, of which there is none;
/// - how answers and announcements lie between each other on a connection;
/// - the text of a failure, which is for people (ours says more); its code is compared;
/// - the reason in a closing frame, which is for people (the original gave none); its status is compared;
/// - the differences that are given.
final class Replay {
    private final Recording recording;
    private final Map<String, String> differences;
    private final Set<String> toleratedClosings;
    private final Set<String> differencesSeen = new HashSet<>();

    /// @param differences code and body of an answer, by what the request was for
    /// @param toleratedClosings after which frames of the client the status of closing does not matter
    Replay(Recording recording, Map<String, String> differences, Set<String> toleratedClosings) {
        this.recording = recording;
        this.differences = differences;
        this.toleratedClosings = toleratedClosings;
    }

    /// Plays all of it, and demands that every difference is there.
    void run(InetSocketAddress relay) throws IOException {
        Map<String, ReplayedConnection> connections = new LinkedHashMap<>();
        try {
            int number = 0;
            for (Recording.Frame frame : recording.frames()) {
                String name = "frame " + number++ + ": " + frame.note();
                ReplayedConnection connection = connections.get(frame.connection());
                if (connection == null) {
                    connection = ReplayedConnection.open(relay, recording);
                    connections.put(frame.connection(), connection);
                }
                if (frame.fromClient()) {
                    send(connection, frame);
                } else {
                    compare(name, connection, frame);
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
        assertThat(differencesSeen).isEqualTo(differences.keySet());
    }

    private static void send(ReplayedConnection connection, Recording.Frame frame) throws IOException {
        try {
            connection.send(frame);
        } catch (IOException closed) {
            // The recorded client tried it once more after its connection was closed.
            assertThat(frame.note()).isEqualTo("ping after the bad version");
        }
    }

    private void compare(String name, ReplayedConnection connection, Recording.Frame expected) throws IOException {
        Bytes payload = expected.payload();
        if (expected.opcode() == RawSocketClient.CLOSE) {
            Bytes closing = connection.nextClosing();
            if (!toleratedClosings.contains(connection.lastPurpose())) {
                assertThat(closing.slice(0, 2)).as(name).isEqualTo(payload.slice(0, 2));
            }
        } else if (ReplayedConnection.code(payload).equals("!!")) {
            Bytes announcement = connection.nextAnnouncement(payload);
            assertThat(announcement.slice(0, 4)).as(name).isEqualTo(payload.slice(0, 4));
            assertThat(announcement.slice(6)).as(name).isEqualTo(payload.slice(6));
        } else {
            Bytes answer = connection.nextAnswer();
            String purpose = expected.note().replaceFirst("^answer to: ", "");
            String difference = differences.get(purpose);
            if (difference == null) {
                compareAnswers(name, connection, answer, payload);
            } else {
                differencesSeen.add(purpose);
                assertThat(summary(payload)).as(name).isNotEqualTo(difference);
                assertThat(summary(answer)).as(name).isEqualTo(difference);
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
