package io.telemeter.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DaemonStopTest {

    private static final Duration PATIENT = Duration.ofSeconds(60);

    @RegisterExtension
    final Programs programs = new Programs();

    @TempDir
    private Path directory;
    private Path path;

    @BeforeEach
    void choose_a_file() {
        path = directory.resolve("telemeter.pid");
    }

    @Test
    void asks_the_daemon_to_end_and_waits_until_it_has() throws IOException, InterruptedException {
        Process program = programs.serve(path);

        assertThat(DaemonStop.stop(path, PATIENT)).isEqualTo(new StopOutcome.Stopped(program.pid()));
        assertThat(path).doesNotExist();
        assertThat(program.waitFor()).isEqualTo(128 + 15);
        assertThat(DaemonStop.stop(path, PATIENT)).isEqualTo(new StopOutcome.NotRunning(path, false));
    }

    @Test
    void says_that_nothing_runs_without_a_file() throws IOException, InterruptedException {
        assertThat(DaemonStop.stop(path, PATIENT)).isEqualTo(new StopOutcome.NotRunning(path, false));
    }

    @Test
    void says_that_a_file_is_no_pid_file_and_leaves_it_alone() throws IOException {
        for (String content : List.of("My notes\n", "\u0000\u0007\u00ff\u0080", "1234 5678\n", "-1\n")) {
            Files.writeString(path, content);
            assertThatThrownBy(() -> DaemonStop.stop(path, PATIENT)).isInstanceOf(IOException.class)
                    .hasMessageStartingWith(path + ": is no pid file").hasMessageNotContaining("\n");
            assertThat(Files.readString(path)).isEqualTo(content);
        }
        assertThatThrownBy(() -> DaemonStop.stop(directory, PATIENT)).isInstanceOf(IOException.class)
                .hasMessage(directory + ": is a directory, not a pid file");
    }

    @Test
    void leaves_alone_a_process_that_got_the_number_of_a_crashed_daemon() throws IOException, InterruptedException {
        Process bystander = programs.startBystander();
        Files.writeString(path, bystander.pid() + "\n");

        assertThat(DaemonStop.stop(path, PATIENT)).isEqualTo(new StopOutcome.NotRunning(path, true));
        assertThat(bystander.isAlive()).isTrue();
        assertThat(path).hasContent(bystander.pid() + "\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void leaves_alone_a_process_that_does_not_itself_hold_the_file() throws IOException, InterruptedException {
        Process program = programs.serve(path);
        Process bystander = programs.startBystander();
        Files.writeString(path, bystander.pid() + "\n");

        assertThat(DaemonStop.stop(path, PATIENT)).isEqualTo(new StopOutcome.Elsewhere(path));
        assertThat(bystander.isAlive()).isTrue();
        assertThat(program.isAlive()).isTrue();
    }

    @Test
    void signals_nobody_when_the_content_was_destroyed() throws IOException, InterruptedException {
        Process program = programs.serve(path);
        Files.writeString(path, "gone");

        assertThat(DaemonStop.stop(path, PATIENT)).isEqualTo(new StopOutcome.Elsewhere(path));
        assertThat(program.isAlive()).isTrue();
    }

    @Test
    void reports_a_daemon_that_does_not_end_and_does_not_kill_it() throws IOException, InterruptedException {
        Process program = programs.start("stubborn", path.toString());
        assertThat(Programs.firstLine(program)).isEqualTo("ready");
        Duration limit = Duration.ofMillis(300);

        assertThat(DaemonStop.stop(path, limit)).isEqualTo(new StopOutcome.StillRunning(program.pid(), limit));
        assertThat(program.isAlive()).isTrue();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void takes_a_daemon_whose_parent_does_not_notice_its_end_for_ended() throws IOException, InterruptedException {
        String command = "'" + String.join("' '", DaemonProgram.command("serve", path.toString())) + "'";
        Process parent = programs.startCommand(List.of("/bin/sh", "-c", command + " & exec sleep 1000"));
        assertThat(Programs.firstLine(parent)).isEqualTo("ready");
        long pid = parent.children().findFirst().orElseThrow().pid();

        assertThat(DaemonStop.stop(path, PATIENT)).isEqualTo(new StopOutcome.Stopped(pid));
        assertThat(ProcStat.of(pid)).hasValueSatisfying(stat -> assertThat(stat.state()).isEqualTo('Z'));
    }

    @Test
    void does_not_follow_a_symbolic_link() throws IOException, InterruptedException {
        Process program = programs.serve(path);
        Path link = directory.resolve("link.pid");
        Files.createSymbolicLink(link, path);

        assertThat(DaemonStop.stop(link, PATIENT)).isEqualTo(new StopOutcome.NotRunning(link, true));
        assertThat(program.isAlive()).isTrue();
    }

    @Test
    void an_interrupted_caller_stops_waiting() throws IOException {
        Process program = programs.start("stubborn", path.toString());
        assertThat(Programs.firstLine(program)).isEqualTo("ready");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> DaemonStop.stop(path, PATIENT)).isInstanceOf(IOException.class)
                .hasMessage(path + ": interrupted while using the pid file");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void an_interrupt_during_the_wait_ends_it() throws IOException, InterruptedException {
        Process program = programs.start("stubborn", path.toString());
        assertThat(Programs.firstLine(program)).isEqualTo("ready");
        Thread caller = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            // The program says that it was asked to end; only then is the caller sure to wait.
            Programs.awaitLine(program, "asked to end");
            caller.interrupt();
        });

        assertThatThrownBy(() -> DaemonStop.stop(path, PATIENT)).isInstanceOf(InterruptedException.class);
        assertThat(program.isAlive()).isTrue();
    }
}
