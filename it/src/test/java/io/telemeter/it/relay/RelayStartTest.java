package io.telemeter.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.telemeter.it.process.Commands;
import io.telemeter.it.process.RelayProcess;
import io.telemeter.it.process.RunningCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A relay process that cannot start says why in one line.
class RelayStartTest {

    @RegisterExtension
    private final Commands commands = new Commands();

    @TempDir
    private Path directory;

    private RunningCommand.Result start(Path home) {
        return commands.hypergolix("start", "server", "--foreground").home(home).run();
    }

    private static Path configure(Path home, String configuration) throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("hypergolix.yml"), configuration);
        return home;
    }

    private static void assertRefused(RunningCommand.Result result, String... reasons) {
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).singleElement().asString().contains(reasons);
    }

    @Test
    void a_second_relay_on_the_same_home_is_refused() throws IOException {
        Path home = directory.resolve("home");
        RelayProcess first = commands.relay(home);
        assertRefused(start(home), "running already", "pid " + first.process().pid());
        assertThat(first.process().isAlive()).isTrue();
        assertThat(first.process().terminate().exitCode()).isZero();
    }

    @Test
    void a_port_that_is_taken_is_named_with_where_to_choose_another() throws IOException {
        RelayProcess first = commands.relay(directory.resolve("first"));
        int port = URI.create(first.url()).getPort();
        Path home = configure(directory.resolve("second"), "server:\n  port: " + port + "\n");
        assertRefused(start(home), first.url(), "choose another server.port in", "hypergolix.yml");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"server: {port: seven} | port", "server: {port: 65536} | port",
            "server: {host: 'no such host'} | no such host", "server: [1 | hypergolix.yml",
            "server: {host: 192.0.2.7, port: 0} | 192.0.2.7"})
    void a_wrong_configuration_is_refused(String configuration, String reason) throws IOException {
        assertRefused(start(configure(directory, configuration)), reason);
    }

    @Test
    void an_address_of_another_machine_is_told_from_a_port_that_is_taken() throws IOException {
        RunningCommand.Result result = start(configure(directory, "server: {host: 192.0.2.7, port: 7770}\n"));
        assertRefused(result, "192.0.2.7", "server.host is no address of this machine", "hypergolix.yml");
        assertThat(result.errors().getFirst()).doesNotContain("server.port");
    }

    @Test
    void a_home_that_cannot_be_made_is_refused_with_the_reason() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertRefused(start(file.resolve("home")), file + "/home: something above it is a file",
                "choose another place");
    }

    @Test
    void a_damaged_store_is_refused_and_left_alone() throws IOException {
        Path home = configure(directory, "server: {port: 0}\n");
        Path store = home.resolve("ghidcache").resolve("relay.db");
        Files.createDirectories(store.getParent());
        Files.writeString(store, "this is no database, and long enough to be looked at as one ".repeat(100));
        byte[] before = Files.readAllBytes(store);
        assertRefused(start(home), "relay.db is no database");
        assertThat(Files.readAllBytes(store)).isEqualTo(before);
    }
}
