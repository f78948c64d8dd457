package io.telemeter.it.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.testkit.ipc.RawProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.node.daemon.NodeDaemon;
import org.hypergolix.node.ipc.IpcAccess;
import org.hypergolix.relay.RelayOptions;
import org.hypergolix.relay.RelayServer;
import org.hypergolix.store.memory.MemoryStore;
import org.hypergolix.wire.Answer;
import org.hypergolix.wire.Message;
import org.hypergolix.wire.local.LocalNode;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether a share was accepted reaches the program that asked, however often it or its node starts again.
@Timeout(240)
class ShareAnswersTest {
    private static final String API = "00" + "64".repeat(64);
    private static final String NOBODY = "00".repeat(65);

    private static NodeDaemon node(Path home, URI relay) throws IOException {
        return NodeDaemon.start(new LocalNode.Options(home, List.of(relay), new LocalNode.Credential.KeyFile(),
                CipherSuite.SUITE_3, true, Duration.ofSeconds(30), Message.MAX_LENGTH), 0, IpcAccess.OWN_USER);
    }

    /// A program that answers no notification, with its token once an earlier one has left.
    private static RawProgram program(NodeDaemon node, boolean extended, String token) throws Exception {
        while (true) {
            RawProgram program = new RawProgram(node.status().ipcPort());
            program.answering(false);
            if (extended) {
                program.take("?V", "0001");
            }
            if (program.ask("+T", token).startsWith("AK")) {
                return program;
            }
            program.close();
            program.closed();
        }
    }

    private static void acknowledge(RawProgram program, Message notification) throws Exception {
        program.send(Answer.DONE.toMessage(notification.token()).encode());
        // Done in order with this.
        program.ask(">$", "");
    }

    private static String text(Message notification) {
        return notification.codeText() + " " + notification.body().hex();
    }

    private static String create(RawProgram program) throws Exception {
        return program.take("+O", "00" + NOBODY + NOBODY + "000107" + API + "00").substring(0, 130);
    }

    @ParameterizedTest(name = "extended: {0}")
    @ValueSource(booleans = {false, true})
    void is_told_again_until_the_program_has_taken_it(boolean extended, @TempDir Path directory) throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (RelayServer relay = RelayServer.start(RelayOptions.of(anyPort, new MemoryStore()))) {
            URI url = URI.create("ws://127.0.0.1:" + relay.address().getPort() + "/");
            try (NodeDaemon bob = node(directory.resolve("bob"), url)) {
                NodeDaemon alice = node(directory.resolve("alice"), url);
                try {
                    RawProgram first = new RawProgram(alice.status().ipcPort());
                    first.answering(false);
                    if (extended) {
                        first.take("?V", "0001");
                    }
                    String token = first.take("+T", "00".repeat(16));
                    String address = create(first);
                    String recipient = bob.fingerprint().bytes().hex();
                    first.take("@O", address + recipient);
                    String answer = "^S " + address + recipient;
                    assertThat(awaitAnswer(first)).isEqualTo(answer);
                    first.close();

                    RawProgram second = program(alice, extended, token);
                    assertThat(awaitAnswer(second)).as("after a connection that took nothing").isEqualTo(answer);
                    alice.close();
                    second.close();

                    alice = node(directory.resolve("alice"), url);
                    RawProgram third = program(alice, extended, token);
                    Message again = awaitAnswerMessage(third);
                    assertThat(text(again)).as("after a restart of the node").isEqualTo(answer);
                    acknowledge(third, again);
                    third.close();

                    RawProgram fourth = program(alice, extended, token);
                    String other = create(fourth);
                    fourth.take("@O", other + recipient);
                    assertThat(awaitAnswer(fourth)).as("what was taken is not told again")
                            .isEqualTo("^S " + other + recipient);
                    fourth.close();
                } finally {
                    alice.close();
                }
            }
        }
    }

    private static String awaitAnswer(RawProgram program) throws Exception {
        return text(awaitAnswerMessage(program));
    }

    /// The next notification that is about a share; relays come and go.
    private static Message awaitAnswerMessage(RawProgram program) throws Exception {
        Message notification = program.nextMessage();
        while (!notification.codeText().startsWith("^")) {
            notification = program.nextMessage();
        }
        return notification;
    }
}
