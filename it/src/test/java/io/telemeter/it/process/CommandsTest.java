package io.telemeter.it.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What the other tests of this package stand on.
class CommandsTest {
    @RegisterExtension
    private final Commands commands = new Commands();

    @TempDir
    private Path directory;

    @Test
    void runs_a_command_to_its_end_and_gives_its_lines_and_its_code() {
        assertThat(commands.telemeter("--version").run())
                .satisfies(result -> assertThat(result.output()).singleElement().asString().startsWith("telemeter "))
                .satisfies(result -> assertThat(result.errors()).isEmpty())
                .returns(0, RunningCommand.Result::exitCode);
    }

    @Test
    void a_relay_comes_back_at_the_same_address_after_it_was_killed() {
        RelayProcess relay = commands.relay(directory);
        relay.kill();
        assertThat(relay.process().isAlive()).isFalse();
        relay.start();
        assertThat(relay.process().output().all()).anyMatch(line -> line.endsWith("listening on " + relay.url()));
        assertThat(relay.store()).exists();
        relay.stop();
    }

    @Test
    void ends_also_what_went_into_the_background() {
        RunningCommand command = commands
                .words(List.of("/bin/sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 & echo started")).start();
        command.output().await("started");
        command.awaitExit();
        assertThat(commands.running()).isNotEmpty();
        commands.close();
        assertThat(commands.running()).isEmpty();
        assertThat(Files.exists(commands.directory())).isFalse();
    }

    @Test
    void says_what_was_printed_if_the_awaited_line_never_comes() {
        RunningCommand command = commands.words(List.of("/bin/sh", "-c", "echo one; echo two >&2")).start();
        assertThatThrownBy(() -> command.output().await("three")).isInstanceOf(AssertionError.class)
                .hasMessageContaining("ended without 'three'").hasMessageContaining("one");
    }
}
