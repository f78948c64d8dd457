package io.telemeter.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ThisProgramTest {

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void knows_how_it_was_started() throws Exception {
        String longArgument = "x".repeat(10_000);
        List<String> command = DaemonProgram.command("command", "two words", "", "--flag=ü", longArgument);
        Process program = programs.startCommand(command);
        List<String> told = new String(program.getInputStream().readAllBytes(), UTF_8).lines().toList();

        assertThat(Path.of(told.getFirst()).toRealPath()).isEqualTo(Path.of(command.getFirst()).toRealPath());
        assertThat(told.subList(1, told.size())).isEqualTo(command.subList(1, command.size()));
    }

    @Test
    void takes_a_command_line_apart() {
        assertThat(ThisProgram.split("java\0-x\0\0y\0")).containsExactly("-x", "", "y");
        assertThat(ThisProgram.split("java\0")).isEmpty();
        assertThat(ThisProgram.split("")).isEmpty();
    }
}
