package io.telemeter.it.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.hypergolix.golix.Bytes;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.HgxOptions;
import org.hypergolix.hgx.NodeChoice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The node as a service: `hypergolix start app`, `stop`, `status`, `config` and the verbs of `object`.
@Timeout(300)
class NodeCommandsTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    private Path directory;

    private Path alice;
    private Path bob;

    @BeforeEach
    void homes() throws IOException {
        alice = home("alice");
        bob = home("bob");
    }

    private Path home(String name) throws IOException {
        Path home = Files.createDirectory(directory.resolve(name));
        Files.writeString(home.resolve("hypergolix.yml"), "process:\n  ipc_port: 0  # any\n");
        return home;
    }

    private RunningCommand.Result run(Path home, String... words) {
        return commands.hypergolix(words).home(home).run();
    }

    private List<String> succeed(Path home, String... words) {
        RunningCommand.Result result = run(home, words);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return result.output();
    }

    private static String fingerprint(List<String> report) {
        return report.stream().filter(line -> line.startsWith("Fingerprint: ")).findFirst().orElseThrow()
                .substring("Fingerprint: ".length());
    }

    private void configure(RelayProcess relay) {
        String port = relay.url().replaceAll(".*:(\\d+)/", "$1");
        for (Path home : List.of(alice, bob)) {
            assertThat(succeed(home, "config", "--addhost", "127.0.0.1", port, "no")).anyMatch(
                    line -> line.contains(relay.url()));
        }
    }

    @Test
    void an_object_goes_from_one_shell_to_another() throws Exception {
        RelayProcess relay = commands.relay(directory.resolve("relay"));
        configure(relay);
        succeed(alice, "start", "app", "--no-password");
        String recipient = fingerprint(succeed(bob, "start", "app", "--no-password"));

        String address = succeed(alice, "object", "new", "hello world").getFirst();
        RunningCommand shares = commands.hypergolix("object", "watch").home(bob).start();
        assertThat(succeed(alice, "object", "share", "--wait", "60", address, recipient)).containsExactly("accepted");
        shares.output().await(address.replace("=", ".") + " .*");
        shares.terminate();

        RunningCommand states = commands.hypergolix("object", "watch", address).home(bob).start();
        states.output().await("hello world");
        RunningCommand.Result pushed = commands.hypergolix("object", "push", address, "-").home(alice)
                .run("from standard input".getBytes(StandardCharsets.UTF_8));
        assertThat(pushed.output()).containsExactly("relayed");
        states.output().await("from standard input");
        assertThat(succeed(bob, "object", "get", address)).containsExactly("from standard input");

        assertThat(succeed(alice, "object", "ls")).singleElement().asString()
                .startsWith(address + "  own       dynamic  bytes").endsWith("19 B");
        assertThat(succeed(bob, "object", "ls", "--json")).singleElement().asString()
                .contains("\"address\":\"" + address + "\"", "\"role\":\"followed\"", "\"size\":19");
        assertThat(succeed(alice, "config", "--register")).singleElement().asString()
                .startsWith(relay.url() + "  open to all");
        assertThat(succeed(bob, "status")).as("the program that watches")
                .anyMatch(line -> line.matches(" {10}java \\(pid \\d+\\), for .*, \\d+ requests?"));

        succeed(alice, "object", "rm", address);
        assertThat(states.awaitExit().exitCode()).isZero();
        RunningCommand.Result gone = run(alice, "object", "get", address);
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.errors()).hasSize(1).first().asString().contains("deleted");

        assertThat(succeed(alice, "status"))
                .anyMatch(line -> line.matches("relay     " + relay.url() + "  connected for .*, last heard .* ago"))
                .noneMatch(line -> line.startsWith("problem"));
        relay.stop();
        RunningCommand.Result away = run(alice, "status");
        for (int attempt = 0; attempt < 60 && away.exitCode() != 3; attempt++) {
            away = run(alice, "status");
        }
        assertThat(away.exitCode()).isEqualTo(3);
        assertThat(away.output()).anyMatch(
                line -> line.startsWith("problem   " + relay.url() + " is not connected: "));
        assertThat(succeed(alice, "stop", "app")).first().asString().startsWith("Stopped the node");
        assertThat(run(alice, "status").exitCode()).isEqualTo(4);
    }

    @Test
    void a_node_runs_once_and_stops_once() {
        succeed(alice, "start", "app", "--no-password");

        RunningCommand.Result second = run(alice, "start", "app");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.errors()).hasSize(1).first().asString().contains("running already",
                "stop it with hypergolix stop");
        assertThat(succeed(alice, "status", "--json").getFirst()).startsWith("{\"running\":true");

        succeed(alice, "stop", "app");
        RunningCommand.Result again = run(alice, "stop", "app");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.errors()).hasSize(1).first().asString().contains("no node runs");
    }

    @Test
    void a_new_account_needs_a_password_or_the_word_that_it_has_none() throws IOException {
        RunningCommand.Result neither = run(alice, "start", "app");
        assertThat(neither.exitCode()).isEqualTo(1);
        assertThat(neither.errors()).hasSize(1).first().asString().contains("--no-password", "HYPERGOLIX_PASSWORD");

        Path file = directory.resolve("password");
        Files.writeString(file, "correct horse battery\nnot this line");
        String first = fingerprint(succeed(alice, "start", "app", "--password-file", file.toString()));
        succeed(alice, "stop", "app");
        assertThat(alice.resolve("account.key")).doesNotExist();

        RunningCommand.Result wrong =
                commands.hypergolix("start", "app").home(alice).with("HYPERGOLIX_PASSWORD", "wrong horse").run();
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.errors()).hasSize(1).first().asString().containsIgnoringCase("password");

        RunningCommand.Result right = commands.hypergolix("start", "app").home(alice)
                .with("HYPERGOLIX_PASSWORD", "correct horse battery").run();
        assertThat(fingerprint(right.output())).isEqualTo(first);
        String pid = Files.readString(alice.resolve("hypergolix.pid")).strip();
        Path environment = Path.of("/proc", pid, "environ");
        assumeTrue(Files.isReadable(environment), "a system that shows environments");
        assertThat(Files.readString(environment, StandardCharsets.ISO_8859_1)).contains("HYPERGOLIX_HOME")
                .doesNotContain("HYPERGOLIX_PASSWORD", "correct horse");
    }

    @Test
    void programs_go_on_when_the_node_is_killed_and_started_again() throws Exception {
        succeed(alice, "start", "app", "--no-password");
        try (HgxLink link = HgxLink.connect(HgxOptions.home(alice).node(NodeChoice.DAEMON).build())) {
            HgxObject<Bytes> object = link.create(Codec.bytes(), Bytes.ofHex("01"));
            long pid = Long.parseLong(Files.readString(alice.resolve("hypergolix.pid")).strip());
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
            succeed(alice, "start", "app");

            object.update(_ -> Bytes.ofHex("02"));
            assertThat(link.get(Codec.bytes(), object.address()).state()).isEqualTo(Bytes.ofHex("02"));
        }
    }

    @Test
    void config_keeps_what_it_does_not_change() throws IOException {
        Path file = alice.resolve("hypergolix.yml");
        Files.writeString(file, """
                # my relay
                server:
                  port: 7999  # not the usual one
                remotes:
                - host: relay.example.org
                  port: 443
                  tls: true
                """);

        succeed(alice, "config", "--add", "hgx", "--ipc-port", "7900", "--verbosity", "louder");
        assertThat(Files.readString(file)).contains("# my relay", "port: 7999 # not the usual one", "relay.example.org",
                "127.0.0.1", "ipc_port: 7900", "verbosity: debug");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).doesNotContain("w--w");

        succeed(alice, "config", "--only", "local");
        assertThat(Files.readString(file)).doesNotContain("relay.example.org").contains("# my relay");

        for (List<String> wrong : List.of(List.of("--addhost", "h", "99999", "no"),
                List.of("--addhost", "h", "1", "maybe"),
                List.of("--add", "other"), List.of("--only", "local", "--add", "hgx"),
                List.of("--verbosity", "mute"))) {
            List<String> words = new ArrayList<>(List.of("config"));
            words.addAll(wrong);
            RunningCommand.Result result = run(alice, words.toArray(String[]::new));
            assertThat(result.exitCode()).as(words.toString()).isEqualTo(2);
            assertThat(result.errors()).as(words.toString()).hasSize(1);
        }
    }

    @Test
    void a_relay_goes_to_the_background_too() throws IOException {
        Path home = Files.createDirectory(directory.resolve("relay"));
        Files.writeString(home.resolve("hypergolix.yml"), "server:\n  port: 0\n");

        assertThat(succeed(home, "start", "server")).first().asString()
                .startsWith("hypergolix server listening on ws://");
        RunningCommand.Result second = run(home, "start", "server");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.errors()).hasSize(1).first().asString().contains("running already",
                "stop it with hypergolix stop");
        succeed(home, "stop", "server");
    }
}
