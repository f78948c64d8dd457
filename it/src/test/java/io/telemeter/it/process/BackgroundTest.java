package io.telemeter.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The agent as a daemon, from its start to `--stop`. No relay is needed for that, and none runs.
class BackgroundTest {
    private static final String NOWHERE = "ws://127.0.0.1:9/";
    private static final String ADDRESS = "A[A-Za-z0-9_-]{86}=";

    @RegisterExtension
    private final Commands commands = new Commands();

    @TempDir
    private Path directory;

    private RunningCommand.Result start(String home, String... more) {
        String[] words = Arrays.copyOf(more, more.length + 2);
        words[more.length] = "--relay";
        words[more.length + 1] = NOWHERE;
        return commands.telemeter(words).home(directory.resolve(home)).in(directory).run();
    }

    private RunningCommand.Result stop(String... more) {
        String[] words = Arrays.copyOf(more, more.length + 1);
        words[more.length] = "--stop";
        return commands.telemeter(words).in(directory).run();
    }

    private static long pid(Path pidFile) throws IOException {
        return Long.parseLong(Files.readString(pidFile).strip());
    }

    private static void assertFailed(RunningCommand.Result result, String... words) {
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).singleElement().asString().startsWith("telemeter: ").contains(words);
    }

    @Test
    void goes_into_the_background_with_its_fingerprint_said_and_comes_back_at_stop() throws Exception {
        Path pidFile = directory.resolve("telemeter.pid");
        RunningCommand.Result started = start("home");
        assertThat(started.exitCode()).as(started.toString()).isZero();
        assertThat(started.errors()).isEmpty();
        assertThat(started.output()).hasSize(2);
        assertThat(started.output().getLast()).matches(ADDRESS);
        String fingerprint = started.output().getLast();

        assertThat(Files.readString(pidFile)).matches("\\d+\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pidFile))).isEqualTo("rw-------");
        ProcessHandle agent = ProcessHandle.of(pid(pidFile)).orElseThrow();
        assertThat(commands.running()).containsExactly(agent);

        assertFailed(start("home"), "running already", "(pid " + agent.pid() + ")", "--stop");
        assertFailed(start("home", "--pidfile", "other.pid"), directory.resolve("home").toString());
        assertThat(directory.resolve("other.pid")).doesNotExist();
        assertThat(agent.isAlive()).isTrue();

        RunningCommand.Result stopped = stop();
        assertThat(stopped.exitCode()).isZero();
        assertThat(stopped.output()).containsExactly("Stopped the agent (pid " + agent.pid() + ").");
        assertThat(commands.running()).isEmpty();
        assertThat(pidFile).doesNotExist();
        assertFailed(stop(), "no agent runs under " + pidFile);

        Path log = directory.resolve("home/logs/telemeter.0.log");
        assertThat(Files.readAllLines(log)).anyMatch(line -> line.contains("fingerprint " + fingerprint))
                .anyMatch(line -> line.contains("not connected to " + NOWHERE))
                .anyMatch(line -> line.endsWith("stopping"));
    }

    @Test
    void a_pid_file_left_by_a_crash_stops_nobody_and_is_in_nobodys_way() throws Exception {
        Path pidFile = directory.resolve("run.pid");
        String first = start("home", "--pidfile", "run.pid").output().getLast();
        long killed = pid(pidFile);
        Signals.send("KILL", killed);
        while (!commands.running().isEmpty()) {
            Thread.sleep(20);
        }
        assertFailed(stop("--pidfile", "run.pid"), "left by a crash");

        // The number may be anybody's by now.
        RunningCommand bystander = commands.words(List.of("sleep", "1000")).start();
        Files.writeString(pidFile, bystander.pid() + "\n");
        assertFailed(stop("--pidfile", "run.pid"), "no agent runs");
        assertThat(bystander.isAlive()).isTrue();

        RunningCommand.Result again = start("home", "--pidfile", "run.pid");
        assertThat(again.exitCode()).as(again.toString()).isZero();
        assertThat(again.output().getLast()).as("the account survives kill -9").isEqualTo(first);
        assertThat(pid(pidFile)).isNotEqualTo(bystander.pid());
        assertThat(stop("--pidfile", "run.pid").exitCode()).isZero();
    }

    @Test
    void says_in_one_line_why_it_cannot_start() throws Exception {
        Files.writeString(directory.resolve("file"), "");
        assertFailed(start("file"), directory.resolve("file").toString(), "move it away or choose another name");
        assertFailed(start("file/below"), directory.resolve("file").toString(), "choose another place");
        Files.writeString(directory.resolve("notes"), "What I must not forget\n");
        assertFailed(stop("--pidfile", "notes"), directory.resolve("notes") + ": is no pid file");
        assertThat(directory.resolve("notes")).hasContent("What I must not forget\n");
        assertFailed(start("home", "--pidfile", "none/telemeter.pid"), "the directory of the pid file does not exist");
        Files.createDirectory(directory.resolve("broken"));
        Files.writeString(directory.resolve("broken/telemeter-agent.properties"), "monitor=nonsense\n");
        assertFailed(start("broken"), "telemeter-agent.properties is damaged at 'monitor'");
        assertThat(commands.running()).isEmpty();
    }
}
