package io.telemeter.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.telemeter.daemon.LaunchOutcome.Ended;
import io.telemeter.daemon.LaunchOutcome.Failed;
import io.telemeter.daemon.LaunchOutcome.Ready;
import io.telemeter.daemon.LaunchOutcome.TimedOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class DetachedLaunchTest {

    private static final Duration PATIENT = Duration.ofSeconds(60);

    @RegisterExtension
    final Programs programs = new Programs();

    private final List<String> said = new ArrayList<>();

    @TempDir
    private Path directory;
    private Path path;

    @BeforeEach
    void choose_a_file() {
        path = directory.resolve("telemeter.pid");
    }

    private LaunchOutcome launch(Duration limit, String... arguments) throws IOException, InterruptedException {
        LaunchOutcome outcome = DetachedLaunch.start(DaemonProgram.command(arguments), limit, said::add);
        if (outcome instanceof Ready(long pid)) {
            programs.endAfterwards(pid);
        }
        return outcome;
    }

    private static Path link(long pid, String name) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), name));
    }

    @Test
    void the_program_reports_and_then_runs_without_terminal_in_a_session_of_its_own() throws Exception {
        assertThat(launch(PATIENT, "serve", path.toString())).isInstanceOf(Ready.class);

        long pid = Long.parseLong(Files.readString(path).strip());
        assertThat(said).containsExactly("fingerprint Aé日");
        assertThat(ProcStat.of(pid).orElseThrow().session()).isEqualTo(pid);
        for (String stream : List.of("fd/0", "fd/1", "fd/2")) {
            assertThat(link(pid, stream)).isEqualTo(Path.of("/dev/null"));
        }
        assertThat(link(pid, "cwd")).isEqualTo(Path.of("").toRealPath());
        assertThat(DaemonStop.stop(path, PATIENT)).isEqualTo(new StopOutcome.Stopped(pid));
    }

    @Test
    void the_program_leaves_the_session_itself_where_there_is_no_setsid() throws Exception {
        LaunchOutcome outcome =
                DetachedLaunch.start(DaemonProgram.command("serve", path.toString()), new byte[0], PATIENT, said::add,
                        null);

        long pid = ((Ready) outcome).pid();
        programs.endAfterwards(pid);
        assertThat(ProcStat.of(pid).orElseThrow().session()).isEqualTo(pid);
    }

    @Test
    void the_program_creates_files_that_others_cannot_read() throws Exception {
        Path file = directory.resolve("file");
        launch(PATIENT, "touch", file.toString());

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void a_failure_is_told_in_one_line() throws Exception {
        assertThat(launch(PATIENT, "fail")).isEqualTo(new Failed("the relay does not answer"));
    }

    @Test
    void a_second_one_says_who_runs() throws Exception {
        Process first = programs.serve(path);

        assertThat(launch(PATIENT, "serve", path.toString()))
                .isEqualTo(new Failed("already running with pid " + first.pid()));
    }

    @Test
    void an_early_end_is_told_with_what_was_written() throws Exception {
        assertThat(launch(PATIENT, "crash")).isEqualTo(new Ended(3, "starting\nsomething broke"));
    }

    @Test
    void a_program_that_is_not_there_is_told_by_the_shell() throws Exception {
        List<String> command = List.of(directory.resolve("missing").toString());

        assertThat(DetachedLaunch.start(command, PATIENT, said::add)).isInstanceOfSatisfying(Ended.class, ended -> {
            assertThat(ended.exitCode()).isIn(126, 127);
            assertThat(ended.output()).contains("missing").contains("No such file");
        });
    }

    @Test
    void a_program_that_never_reports_is_stopped() throws Exception {
        Duration limit = Duration.ofMillis(500);
        long before = ProcessHandle.current().children().count();

        assertThat(launch(limit, "mute")).isEqualTo(new TimedOut(limit));
        assertThat(launch(Duration.ofSeconds(2), "close")).isInstanceOf(TimedOut.class);
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive).count())
                .isLessThanOrEqualTo(before);
    }

    @Test
    void an_interrupted_caller_leaves_no_program_behind() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> launch(PATIENT, "mute")).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void ordinary_output_does_not_disturb_and_lines_are_cut() throws Exception {
        assertThat(launch(PATIENT, "chatter")).isInstanceOf(Ready.class);
        assertThat(said).containsExactly("y".repeat(2000));
    }

    @Test
    void the_program_goes_on_when_the_one_that_started_it_has_ended() throws Exception {
        Process parent = programs.start("launch", "serve", path.toString());
        String output = new String(parent.getInputStream().readAllBytes(), UTF_8);
        assertThat(parent.waitFor()).isZero();

        long pid = Long.parseLong(Files.readString(path).strip());
        programs.endAfterwards(pid);
        assertThat(output.lines()).contains("Ready[pid=" + pid + "]");
        assertThat(DaemonStop.stop(path, PATIENT)).isEqualTo(new StopOutcome.Stopped(pid));
        assertThat(path).doesNotExist();
    }

    @Test
    void a_program_can_start_itself_again_as_it_was_started() throws Exception {
        Process parent = programs.start("again", path.toString());
        String output = new String(parent.getInputStream().readAllBytes(), UTF_8);
        assertThat(parent.waitFor()).isZero();

        long pid = Long.parseLong(Files.readString(path).strip());
        programs.endAfterwards(pid);
        assertThat(output.lines()).contains("Ready[pid=" + pid + "]");
        assertThat(ProcessHandle.of(pid).orElseThrow().info().arguments().orElseThrow())
                .endsWith(DaemonProgram.class.getName(), "again", path.toString());
    }

    @Test
    void the_program_notices_that_nobody_waits_for_it_any_more() throws Exception {
        Path result = directory.resolve("result");
        Process parent = programs.start("launch", "deserted", result.toString());
        assertThat(Programs.firstLine(parent)).isEqualTo("waiting");
        parent.destroyForcibly();

        while (Files.notExists(result)) {
            Thread.sleep(20);
        }
        assertThat(result).hasContent("nobody listens");
    }
}
