package io.telemeter.it.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.telemeter.it.process.Commands;
import io.telemeter.it.process.RelayProcess;
import io.telemeter.it.process.RunningCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Each with two accounts of its own and a relay process.
@Timeout(300)
class ExamplesRunTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final String FINGERPRINT = "(A[\\w-]{86}=)$";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    private Path directory;

    private RelayProcess relay;

    @BeforeEach
    void startRelay() {
        relay = commands.relay(directory.resolve("relay"));
    }

    private RunningCommand java(String name, String home, String... more) {
        String[] words = new String[2 + more.length];
        words[0] = directory.resolve(home).toString();
        words[1] = relay.url();
        System.arraycopy(more, 0, words, 2, more.length);
        return commands.source(Examples.file(name), words).start();
    }

    private static String fingerprint(RunningCommand program) {
        return program.output().await(FINGERPRINT).group(1);
    }

    @Test
    void two_people_chat() {
        RunningCommand alice = java("Chat.java", "alice");
        RunningCommand bob = java("Chat.java", "bob", fingerprint(alice));
        talk(alice, bob);
    }

    @Test
    void a_python_script_chats_with_java() throws IOException {
        assumePythonWithWebsockets();
        RunningCommand alice = java("Chat.java", "alice");
        RunningCommand bob = python(daemon("bob"), fingerprint(alice));
        talk(alice, bob);
    }

    @Test
    void two_python_scripts_chat() throws IOException {
        assumePythonWithWebsockets();
        RunningCommand alice = python(daemon("alice"));
        RunningCommand bob = python(daemon("bob"), fingerprint(alice));
        talk(alice, bob);
    }

    private static void talk(RunningCommand alice, RunningCommand bob) {
        bob.type("Hello Alice!");
        alice.output().await("^> Hello Alice!$");
        alice.type("Hello Bob!");
        alice.type("How are you?");
        bob.output().await("^> Hello Bob!$");
        bob.output().await("^> How are you\\?$");
        for (RunningCommand program : List.of(alice, bob)) {
            program.closeInput();
            assertThat(program.awaitExit().exitCode()).as(program.toString()).isZero();
        }
    }

    @Test
    void the_hello_world_of_a_telemeter_is_read() {
        RunningCommand telemeter = java("HelloTelemeter.java", "telemeter");
        RunningCommand reader = java("HelloReader.java", "reader", fingerprint(telemeter));
        reader.output().next("^Hello world");
        reader.output().next("^Hello world, it is \\d\\d:\\d\\d");
        reader.output().next("^Hello world, it is \\d\\d:\\d\\d");
    }

    /// A node in the background for a script.
    private Path daemon(String name) throws IOException {
        Path home = Files.createDirectory(directory.resolve(name));
        Files.writeString(home.resolve("hypergolix.yml"), """
                process:
                  ipc_port: 0
                remotes:
                - host: 127.0.0.1
                  port: %s
                  tls: false
                """.formatted(relay.url().replaceAll(".*:(\\d+)/", "$1")));
        RunningCommand.Result started = commands.hypergolix("start", "app", "--no-password").home(home).run();
        assertThat(started.exitCode()).as(started.toString()).isZero();
        return home;
    }

    private RunningCommand python(Path home, String... more) {
        List<String> words = new ArrayList<>(
                List.of(PYTHON.toString(), Examples.file("chat.py").toString(), home.toString()));
        words.addAll(List.of(more));
        return commands.words(words).start();
    }

    private void assumePythonWithWebsockets() {
        assumeTrue(Files.isExecutable(PYTHON), "there is no " + PYTHON);
        assumeTrue(commands.words(List.of(PYTHON.toString(), "-c", "import websocket")).run().exitCode() == 0,
                PYTHON + " has no module websocket (Debian: python3-websocket)");
    }
}
