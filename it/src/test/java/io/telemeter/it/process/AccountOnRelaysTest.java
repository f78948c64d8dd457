package io.telemeter.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An account and its machines, by the commands: `hypergolix start app --user-id`, `config --whoami`, `relay copy`.
@Timeout(300)
class AccountOnRelaysTest {
    private static final String PASSWORD = "correct horse battery";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    private Path directory;

    private Path home(String name) throws IOException {
        Path home = Files.createDirectory(directory.resolve(name));
        Files.writeString(home.resolve("hypergolix.yml"), "process:\n  ipc_port: 0\n");
        return home;
    }

    private RunningCommand.Result run(Path home, String password, String... words) {
        return commands.hypergolix(words).home(home).with("HYPERGOLIX_PASSWORD", password).run();
    }

    private List<String> succeed(Path home, String... words) {
        RunningCommand.Result result = run(home, PASSWORD, words);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return result.output();
    }

    private static String line(List<String> report, String name) {
        return report.stream().filter(line -> line.startsWith(name)).findFirst().orElseThrow()
                .substring(name.length());
    }

    private static String port(RelayProcess relay) {
        return relay.url().replaceAll(".*:(\\d+)/", "$1");
    }

    @Test
    void another_machine_logs_in_by_user_id_and_password_also_after_the_account_has_moved() throws Exception {
        RelayProcess relay = commands.relay(directory.resolve("relay"));
        Path laptop = home("laptop");
        Path friend = home("friend");
        List<String> report = succeed(laptop, "start", "app", "--relay", relay.url());
        String userId = line(report, "User id: ");
        String fingerprint = line(report, "Fingerprint: ");
        assertThat(report).contains("Relay: " + relay.url(), "New account in " + laptop).endsWith("Ready.");
        succeed(friend, "start", "app", "--no-password", "--relay", relay.url());

        String own = succeed(laptop, "object", "new", "hello from the laptop").getFirst();
        String letter = succeed(friend, "object", "new", "a letter").getFirst();
        assertThat(succeed(friend, "object", "share", "--wait", "60", letter, fingerprint)).containsExactly("accepted");
        // What is not recorded yet is recorded before it ends.
        succeed(laptop, "stop", "app");
        String whoami = String.join("", succeed(laptop, "config", "--whoami")).replaceAll("\\s", "");
        assertThat(whoami).isEqualTo("Userid:" + userId + "Fingerprint:" + fingerprint);

        Path desktop = home("desktop");
        RunningCommand.Result wrong =
                run(desktop, "wrong horse battery", "start", "app", "--user-id", userId, "--relay", relay.url());
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.errors()).hasSize(1).first().asString().endsWith("The password is wrong.");
        RunningCommand.Result nobody =
                run(desktop, PASSWORD, "start", "app", "--user-id", fingerprint, "--relay", relay.url());
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.errors()).hasSize(1).first().asString().contains("no account with the user id", fingerprint);
        assertThat(desktop.resolve("account.bin")).doesNotExist();

        List<String> login = succeed(desktop, "start", "app", "--user-id", userId, "--relay", relay.url());
        assertThat(line(login, "Fingerprint: ")).isEqualTo(fingerprint);
        assertThat(line(login, "User id: ")).isEqualTo(userId);
        assertThat(succeed(desktop, "object", "get", own)).containsExactly("hello from the laptop");
        assertThat(succeed(desktop, "object", "get", letter)).containsExactly("a letter");
        assertThat(succeed(desktop, "object", "push", own, "from the desktop")).containsExactly("relayed");

        // Both machines at once, and each as it was.
        succeed(laptop, "start", "app");
        assertThat(succeed(laptop, "object", "get", own)).containsExactly("from the desktop");
        succeed(laptop, "stop", "app");

        RelayProcess other = commands.relay(directory.resolve("other"));
        RunningCommand.Result busy = run(desktop, PASSWORD, "relay", "copy", relay.url(), other.url());
        assertThat(busy.exitCode()).isEqualTo(1);
        assertThat(busy.errors()).hasSize(1).first().asString().contains("hypergolix stop app");
        succeed(desktop, "stop", "app");
        String copied = String.join("\n", succeed(desktop, "relay", "copy", relay.url(), other.url()));
        assertThat(copied).containsPattern(Pattern.compile("Copied to .*: 19 dynamic objects"));
        assertThat(succeed(desktop, "relay", "copy", relay.url(), "127.0.0.1:" + port(other)).getFirst())
                .isEqualTo(copied);
        relay.stop();

        Path third = home("third");
        List<String> moved = succeed(third, "start", "app", "--user-id", userId, "--relay", other.url());
        assertThat(line(moved, "Fingerprint: ")).isEqualTo(fingerprint);
        assertThat(succeed(third, "object", "get", own)).containsExactly("from the desktop");
        assertThat(succeed(third, "object", "get", letter)).containsExactly("a letter");
        assertThat(succeed(third, "object", "push", own, "from the third")).containsExactly("relayed");
        succeed(third, "stop", "app");
        // Later the configuration knows who and where.
        assertThat(line(succeed(third, "start", "app"), "Fingerprint: ")).isEqualTo(fingerprint);
    }

    @Test
    void an_account_with_a_key_file_needs_it_and_a_local_one_is_not_on_relays() throws Exception {
        RelayProcess relay = commands.relay(directory.resolve("relay"));
        Path laptop = home("laptop");
        List<String> local = succeed(laptop, "start", "app", "--no-password", "--local", "--relay", relay.url());
        assertThat(local).noneMatch(line -> line.startsWith("User id: "));
        succeed(laptop, "stop", "app");
        String userId = line(succeed(laptop, "start", "app"), "User id: ");
        String own = succeed(laptop, "object", "new", "hello").getFirst();
        succeed(laptop, "stop", "app");

        Path desktop = home("desktop");
        RunningCommand.Result without =
                run(desktop, PASSWORD, "start", "app", "--user-id", userId, "--relay", relay.url());
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.errors()).hasSize(1).first().asString().contains("--key-file");
        succeed(desktop, "start", "app", "--user-id", userId, "--relay", relay.url(), "--key-file",
                laptop.resolve("account.key").toString());
        assertThat(succeed(desktop, "object", "get", own)).containsExactly("hello");

        Path elsewhere = home("elsewhere");
        relay.stop();
        RunningCommand.Result unreachable = run(elsewhere, PASSWORD, "start", "app", "--user-id", userId, "--relay",
                relay.url());
        assertThat(unreachable.exitCode()).isEqualTo(1);
        assertThat(unreachable.errors()).hasSize(1).first().asString().contains("No relay can be reached",
                "127.0.0.1:" + port(relay));
    }
}
