package io.telemeter.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.daemon.PidFile.Claim.AlreadyRunning;
import io.telemeter.daemon.PidFile.Claim.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidFileTest {

    @RegisterExtension
    final Programs programs = new Programs();

    @TempDir
    private Path directory;
    private Path path;

    @BeforeEach
    void choose_a_file() {
        path = directory.resolve("telemeter.pid");
    }

    private PidFile held() throws IOException {
        return ((Held) PidFile.claim(path)).file();
    }

    @Test
    void holds_the_pid_and_a_line_feed_for_its_user_only_while_it_is_held() throws IOException {
        Process program = programs.serve(path);

        assertThat(path).hasContent(program.pid() + "\n");
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void is_removed_when_it_is_closed() throws IOException {
        PidFile file = held();
        assertThat(file.path()).isEqualTo(path).exists();

        file.close();
        assertThat(path).doesNotExist();
        file.close();
    }

    @Test
    void is_absolute_whatever_was_given() throws IOException {
        Path relative = Path.of("").toAbsolutePath().relativize(path);
        assertThat(relative).isRelative();

        try (PidFile file = ((Held) PidFile.claim(relative)).file()) {
            assertThat(file.path()).isAbsolute();
            assertThat(path).exists();
        }
    }

    @Test
    void says_who_runs_already() throws IOException {
        Process program = programs.serve(path);

        assertThat(PidFile.claim(path)).isEqualTo(new AlreadyRunning(OptionalLong.of(program.pid())));
        assertThat(PidFile.claim(path)).isEqualTo(new AlreadyRunning(OptionalLong.of(program.pid())));
        assertThat(path).hasContent(program.pid() + "\n");
    }

    @Test
    void says_that_somebody_runs_already_even_if_the_content_was_destroyed() throws IOException {
        programs.serve(path);
        Files.writeString(path, "gone");

        assertThat(PidFile.claim(path)).isEqualTo(new AlreadyRunning(OptionalLong.empty()));
    }

    @Test
    void keeps_another_process_out_until_it_is_closed() throws IOException, InterruptedException {
        PidFile file = held();
        Process refused = programs.start("serve", path.toString());
        assertThat(Programs.firstLine(refused)).isEqualTo("already running with pid " + ProcessHandle.current().pid());
        assertThat(refused.waitFor()).isEqualTo(1);

        file.close();
        programs.serve(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1\n", "4194304\n"})
    void a_file_that_nobody_holds_is_taken_over(String content) throws IOException {
        Files.writeString(path, content);

        try (PidFile file = held()) {
            assertThat(file.path()).isEqualTo(path);
            assertThat(Files.size(path)).isEqualTo((ProcessHandle.current().pid() + "\n").length());
        }
    }

    @Test
    void a_file_that_a_killed_process_left_is_taken_over() throws IOException, InterruptedException {
        Process killed = programs.serve(path);
        killed.destroyForcibly().waitFor();
        assertThat(path).hasContent(killed.pid() + "\n");

        held().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"my precious notes\n", "12 13\n", "-5\n", "0\n", "5\n\n", "99999999999\n"})
    void a_file_that_holds_something_else_is_left_alone(String content) throws IOException {
        Files.writeString(path, content);

        assertThatThrownBy(() -> PidFile.claim(path)).isInstanceOf(IOException.class)
                .hasMessage(path + ": holds something else than a pid; remove it or choose another pid file");
        assertThat(path).content().isEqualTo(content);
    }

    @Test
    void a_symbolic_link_is_not_followed() throws IOException {
        Path target = directory.resolve("target");
        Files.writeString(target, "");
        Files.createSymbolicLink(path, target);

        assertThatThrownBy(() -> PidFile.claim(path)).isInstanceOf(IOException.class)
                .hasMessage(path + ": not a regular file; choose another pid file");
        assertThat(target).isEmptyFile();
    }

    @Test
    void a_directory_or_a_missing_one_is_refused_in_one_line() {
        assertThatThrownBy(() -> PidFile.claim(directory)).isInstanceOf(IOException.class)
                .hasMessage(directory + ": not a regular file; choose another pid file");
        Path lost = directory.resolve("missing").resolve("telemeter.pid");
        assertThatThrownBy(() -> PidFile.claim(lost)).isInstanceOf(IOException.class)
                .hasMessage(lost + ": the directory of the pid file does not exist");
    }

    @Test
    void a_file_that_took_its_place_is_not_removed() throws IOException {
        PidFile file = held();
        Files.delete(path);
        Files.writeString(path, "77\n");

        file.close();
        assertThat(path).hasContent("77\n");
    }

    @Test
    void of_many_that_start_at_once_one_runs() throws IOException, InterruptedException {
        Files.writeString(path, "4194304\n");
        List<Process> started = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            started.add(programs.start("serve", path.toString()));
        }
        List<Process> running = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (Process program : started) {
            String line = Programs.firstLine(program);
            if (line.equals("ready")) {
                running.add(program);
            } else {
                refusals.add(line);
                assertThat(program.waitFor()).isEqualTo(1);
            }
        }
        assertThat(running).hasSize(1);
        assertThat(refusals).hasSize(5).containsOnly("already running with pid " + running.getFirst().pid());
        assertThat(path).hasContent(running.getFirst().pid() + "\n");
    }

    @Test
    void never_do_two_hold_it_at_once() throws IOException, InterruptedException {
        Path inside = directory.resolve("inside");
        List<Process> contenders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            contenders.add(programs.start("contend", path.toString(), inside.toString()));
        }
        int held = 0;
        for (Process contender : contenders) {
            String line = Programs.firstLine(contender);
            assertThat(line).matches("held it [0-9]+");
            held += Integer.parseInt(line.substring("held it ".length()));
            assertThat(contender.waitFor()).isZero();
        }
        assertThat(held).isGreaterThan(30);
        assertThat(path).doesNotExist();
    }
}
