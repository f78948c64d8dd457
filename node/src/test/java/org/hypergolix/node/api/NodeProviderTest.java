package org.hypergolix.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.wire.local.LocalNode;
import org.hypergolix.wire.local.LocalNode.Credential;
import org.hypergolix.wire.local.LocalRefusal;
import org.hypergolix.wire.local.LocalRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node in a home, as programs start it.
class NodeProviderTest {
    @TempDir
    private Path directory;

    private LocalNode start(Credential credential, boolean createIfMissing) {
        return new NodeProvider().start(new LocalNode.Options(
                directory.resolve("home"),
                List.of(),
                credential,
                CipherSuite.SUITE_3,
                createIfMissing,
                Duration.ofSeconds(5),
                1 << 20));
    }

    private static Credential password(String text) {
        return new Credential.Password(text.toCharArray());
    }

    private static Ghid fingerprint(LocalNode node) {
        try (LocalNode.Session session = node.open(_ -> {})) {
            return session.call(new LocalRequest.WhoAmI());
        }
    }

    private static void assertRefused(LocalRefusal.Reason reason, String text, Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(LocalRefusal.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.getMessage()).contains(text).doesNotContain("\n");
        });
    }

    @Test
    void an_account_with_a_key_file_is_the_same_after_a_restart() throws IOException {
        Ghid first;
        Ghid address;
        try (LocalNode node = start(new Credential.KeyFile(), true); LocalNode.Session session = node.open(_ -> {})) {
            first = fingerprint(node);
            address = session.call(new LocalRequest.Create(Party.bytes("one"), Party.API, false, true, 7)).address();
        }
        Path home = directory.resolve("home");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home))).isEqualTo("rwx------");
        try (var files = Files.list(home)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
        try (LocalNode node = start(new Credential.KeyFile(), false); LocalNode.Session session = node.open(_ -> {})) {
            assertThat(fingerprint(node)).isEqualTo(first);
            assertThat(session.call(new LocalRequest.Get(address)).state()).isEqualTo(Party.bytes("one"));
        }
    }

    @Test
    void an_account_opens_with_its_password_only() {
        Ghid first;
        try (LocalNode node = start(password("correct horse"), true)) {
            first = fingerprint(node);
        }
        assertRefused(LocalRefusal.Reason.ACCOUNT, "The password is wrong", () -> start(password("wrong"), false));
        assertRefused(LocalRefusal.Reason.ACCOUNT, "opens with a password",
                () -> start(new Credential.KeyFile(), false));
        try (LocalNode node = start(password("correct horse"), false)) {
            assertThat(fingerprint(node)).isEqualTo(first);
        }
    }

    @Test
    void no_account_is_made_where_none_is_wanted() {
        assertRefused(LocalRefusal.Reason.ACCOUNT, "There is no account", () -> start(new Credential.KeyFile(), false));
        assertThat(directory.resolve("home")).doesNotExist();
    }

    @Test
    void a_second_node_is_kept_out_of_the_home() {
        try (LocalNode node = start(new Credential.KeyFile(), true)) {
            assertRefused(LocalRefusal.Reason.HOME_IN_USE, "stop it first",
                    () -> start(new Credential.KeyFile(), true));
            assertThat(fingerprint(node)).isNotNull();
        }
    }

    @Test
    void a_missing_account_file_is_said_and_the_store_is_kept() throws IOException {
        start(new Credential.KeyFile(), true).close();
        Path account = directory.resolve("home/account.bin");
        byte[] content = Files.readAllBytes(account);
        Files.delete(account);
        assertRefused(LocalRefusal.Reason.ACCOUNT, "is missing", () -> start(new Credential.KeyFile(), true));
        Files.write(account, content);
        start(new Credential.KeyFile(), false).close();
    }

    @Test
    void a_damaged_account_file_is_said_and_kept() throws IOException {
        start(new Credential.KeyFile(), true).close();
        Path account = directory.resolve("home/account.bin");
        byte[] content = Files.readAllBytes(account);
        byte[] damaged = content.clone();
        damaged[100] ^= 1;
        Files.write(account, damaged);
        assertRefused(LocalRefusal.Reason.ACCOUNT, "checksum", () -> start(new Credential.KeyFile(), true));
        assertThat(Files.readAllBytes(account)).isEqualTo(damaged);
        Files.write(account, content);
        start(new Credential.KeyFile(), false).close();
    }

    @Test
    void a_key_file_that_others_can_read_is_refused_with_the_way_out() throws IOException {
        start(new Credential.KeyFile(), true).close();
        Path key = directory.resolve("home/account.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(LocalRefusal.Reason.ACCOUNT, "chmod 600", () -> start(new Credential.KeyFile(), true));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        start(new Credential.KeyFile(), false).close();
    }

    @Test
    void a_missing_or_foreign_key_file_is_said_and_nothing_is_made_in_its_place() throws IOException {
        start(new Credential.KeyFile(), true).close();
        Path key = directory.resolve("home/account.key");
        byte[] content = Files.readAllBytes(key);
        Files.delete(key);
        assertRefused(LocalRefusal.Reason.ACCOUNT, "key file", () -> start(new Credential.KeyFile(), true));
        assertThat(key).doesNotExist();
        byte[] foreign = content.clone();
        foreign[20] ^= 1;
        Files.write(key, foreign);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertRefused(LocalRefusal.Reason.ACCOUNT, "another account", () -> start(new Credential.KeyFile(), true));
    }

    @Test
    void a_message_limit_has_one_range() {
        for (int wrong : new int[]{64 * 1024 - 1, 10 * 1024 * 1024 + 1}) {
            LocalNode.Options options = new LocalNode.Options(directory.resolve("home"), List.of(),
                    new Credential.KeyFile(), CipherSuite.SUITE_3, true, Duration.ofSeconds(5), wrong);
            assertRefused(LocalRefusal.Reason.CONFIGURATION, "65536 to 10485760",
                    () -> new NodeProvider().start(options));
        }
        assertThat(directory.resolve("home")).doesNotExist();
        new NodeProvider().start(new LocalNode.Options(directory.resolve("home"), List.of(),
                new Credential.KeyFile(), CipherSuite.SUITE_3, true, Duration.ofSeconds(5), 64 * 1024)).close();
    }

    @Test
    void tokens_and_startup_objects_survive_a_restart() {
        Bytes token;
        Ghid address;
        try (LocalNode node = start(new Credential.KeyFile(), true); LocalNode.Session session = node.open(_ -> {})) {
            token = session.call(new LocalRequest.RegisterToken(Optional.empty()));
            address = session.call(new LocalRequest.Create(Party.bytes("one"), Party.API, true, true, 7)).address();
            session.call(new LocalRequest.RegisterStartup(address));
        }
        try (LocalNode node = start(new Credential.KeyFile(), true);
                LocalNode.Session session = node.open(_ -> {});
                LocalNode.Session other = node.open(_ -> {})) {
            session.call(new LocalRequest.RegisterToken(Optional.of(token)));
            assertThat(session.call(new LocalRequest.StartupObject())).contains(address);
            assertThat(session.call(new LocalRequest.Get(address)).isPrivate()).isTrue();
            assertRefused(LocalRefusal.Reason.OTHER, "Nothing is known",
                    () -> other.call(new LocalRequest.Get(address)));
            assertRefused(LocalRefusal.Reason.TOKEN_IN_USE, "Another session", () -> other.call(
                    new LocalRequest.RegisterToken(Optional.of(token))));
            assertRefused(LocalRefusal.Reason.TOKEN_IN_USE, "has a token already", () -> session.call(
                    new LocalRequest.RegisterToken(Optional.empty())));
            assertRefused(LocalRefusal.Reason.TOKEN_IN_USE, "remove it first", () -> session.call(
                    new LocalRequest.RegisterStartup(address)));
            Bytes stranger = Bytes.ofHex("77".repeat(16));
            assertRefused(LocalRefusal.Reason.UNKNOWN_TOKEN, "did not issue", () -> other.call(
                    new LocalRequest.RegisterToken(Optional.of(stranger))));
            assertRefused(LocalRefusal.Reason.UNKNOWN_TOKEN, "register one first", () -> other.call(
                    new LocalRequest.StartupObject()));
            assertRefused(LocalRefusal.Reason.UNKNOWN_TOKEN, "register one first", () -> other.call(
                    new LocalRequest.Create(Party.bytes("x"), Party.API, true, true, 7)));
        }
    }
}
