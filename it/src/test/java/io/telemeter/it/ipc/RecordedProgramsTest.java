package io.telemeter.it.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.telemeter.it.compatibility.IntendedDifferences;
import io.telemeter.it.relay.SharedVectors;
import io.telemeter.testkit.ipc.RawProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.node.daemon.NodeDaemon;
import org.hypergolix.node.ipc.IpcAccess;
import org.hypergolix.relay.RelayOptions;
import org.hypergolix.relay.RelayServer;
import org.hypergolix.store.memory.MemoryStore;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.local.LocalNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Our nodes in the place of the original ones, in a conversation of three programs that was recorded: two of account A,
/// one of account B, suite 1.
///
/// Every recorded request is sent again, with our addresses, fingerprints and tokens in the place of the recorded ones.
/// Compared are code, error code, length and every byte of each answer, except the text of a failure, new random values,
/// and those in the table of `docs/compatibility.md`. Of the notifications each recorded one must come to the same program; how they lie between
/// each other, and repetitions, are chance.
class RecordedProgramsTest {

    /// What our node answers in place of what the original answered, by what the request was for.
    private static final Map<String, String> DIFFERENCES = IntendedDifferences.ofNodes();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    // In hexadecimal digits.
    private static final int ADDRESS_LENGTH = 130;
    private static final int STATE_AT = 400;

    private final Map<String, String> ours = new LinkedHashMap<>();
    /// Program and address of what is refused here, of which it hears nothing therefore.
    private final Set<String> refused = new HashSet<>();
    private final Map<String, List<String>> heard = new LinkedHashMap<>();
    private final Map<String, RawProgram> programs = new LinkedHashMap<>();

    private static NodeDaemon node(Path home, URI relay) throws IOException {
        return NodeDaemon.start(new LocalNode.Options(home, List.of(relay), new LocalNode.Credential.KeyFile(),
                CipherSuite.SUITE_1, true, Duration.ofSeconds(30), Message.MAX_LENGTH), 0, IpcAccess.OWN_USER);
    }

    @Test
    @Timeout(300)
    void nodes_answer_as_the_original_did_but_for_the_differences_that_are_listed(@TempDir Path directory)
            throws Exception {
        JsonObject recording =
                JsonParser.object().from(Files.readString(SharedVectors.path("reference/ipc_exchange.json")));
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Set<String> differencesSeen = new HashSet<>();
        try (RelayServer relay = RelayServer.start(RelayOptions.of(anyPort, new MemoryStore()))) {
            URI address = URI.create("ws://127.0.0.1:" + relay.address().getPort() + "/");
            try (NodeDaemon a = node(directory.resolve("a"), address);
                    NodeDaemon b = node(directory.resolve("b"), address)) {
                programs.put("appA", new RawProgram(a.status().ipcPort()));
                programs.put("appA2", new RawProgram(a.status().ipcPort()));
                programs.put("appB", new RawProgram(b.status().ipcPort()));
                for (Object entry : Objects.requireNonNull(recording.getArray("steps"))) {
                    JsonObject step = (JsonObject) entry;
                    if (step.has("conn")) {
                        replay(step, differencesSeen);
                    }
                }
                notifications(Objects.requireNonNull(recording.getArray("frames")));
            } finally {
                programs.values().forEach(RawProgram::close);
            }
        }
        assertThat(differencesSeen).isEqualTo(DIFFERENCES.keySet());
    }

    private static String text(JsonObject json, String key) {
        return Objects.requireNonNull(json.getString(key), key);
    }

    private String translated(String hex) {
        String result = hex;
        for (Map.Entry<String, String> pair : ours.entrySet()) {
            result = result.replace(pair.getKey(), pair.getValue());
        }
        return result;
    }

    private void replay(JsonObject step, Set<String> differencesSeen) throws InterruptedException {
        String note = text(step, "note").replaceFirst(" \\(this also .*", "");
        String code = text(step, "code");
        RawProgram program = Objects.requireNonNull(programs.get(text(step, "conn")));
        String difference = DIFFERENCES.get(note);
        String expected = difference != null ? difference : text(step, "answer");
        String answer = program.ask(code, translated(text(step, "body_hex")));
        // What the other node did a moment ago may still be on its way.
        for (int attempt = 0; code.equals(">O") && !answer.startsWith(expected) && attempt < 3_000; attempt++) {
            Thread.sleep(10);
            answer = program.ask(code, translated(text(step, "body_hex")));
        }
        if (difference != null) {
            assertThat(answer).as(note).isEqualTo(difference);
            if (code.equals(">O")) {
                refused.add(text(step, "conn") + text(step, "body_hex"));
            }
            differencesSeen.add(note);
            return;
        }
        String recorded = text(step, "answer_body_hex");
        if (text(step, "answer").equals("NK")) {
            assertThat(answer).as(note).isEqualTo("NK " + text(step, "error_code"));
            return;
        }
        assertThat(answer).as(note).startsWith("AK ").hasSize(3 + recorded.length());
        boolean fresh = code.equals("?I") || code.equals("+O") || code.equals("*O") || code.equals("+T");
        if (fresh) {
            ours.putIfAbsent(recorded, answer.substring(3));
        }
        assertThat(answer.substring(3)).as(note).isEqualTo(translated(recorded));
        if (code.equals("@O")) {
            // The recorded programs waited for the recipient's answer before they went on, and deleted what they had shared.
            heard(text(step, "conn"), List.of("^S " + translated(text(step, "body_hex"))));
        }
    }

    /// Every recorded notification comes, also those that wait for another node's answer; of the states of one object only
    /// the newest must, and none that the program had got or pushed itself before.
    private void notifications(JsonArray frames) throws InterruptedException {
        Map<String, Set<String>> carried = new LinkedHashMap<>();
        Map<String, Map<String, String>> expected = new LinkedHashMap<>();
        for (Object entry : frames) {
            JsonObject frame = (JsonObject) entry;
            JsonObject message = frame.getObject("msg");
            if (message == null) {
                continue;
            }
            String name = text(frame, "conn");
            String code = text(message, "code");
            String body = text(message, "body_hex");
            boolean fresh = body.length() < STATE_AT || carried.computeIfAbsent(name, _ -> new HashSet<>())
                    .add(body.substring(STATE_AT));
            boolean mayKnow =
                    body.length() < STATE_AT || !refused.contains(name + body.substring(2, 2 + ADDRESS_LENGTH));
            if (text(frame, "dir").equals("s>c") && !code.equals("AK") && !code.equals("NK") && fresh && mayKnow) {
                String subject = code.equals("!O") ? code + body.substring(2, 2 + ADDRESS_LENGTH) : code + body;
                expected.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(subject, code + " " + translated(body));
            }
        }
        for (Map.Entry<String, Map<String, String>> entry : expected.entrySet()) {
            heard(entry.getKey(), entry.getValue().values());
        }
    }

    private void heard(String name, Collection<String> expected) throws InterruptedException {
        RawProgram program = Objects.requireNonNull(programs.get(name));
        List<String> got = heard.computeIfAbsent(name, _ -> new ArrayList<>());
        for (String notification : expected) {
            while (!got.contains(notification)) {
                got.add(program.next(PATIENCE).orElseThrow(
                        () -> new AssertionError(name + " never heard " + notification + ", but " + got)));
            }
        }
    }
}
