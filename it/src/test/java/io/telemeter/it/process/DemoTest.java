package io.telemeter.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DemoTest {
    @RegisterExtension
    private final Commands commands = new Commands();

    private void assertNothingIsLeft() throws IOException {
        assertThat(commands.running()).as("processes").isEmpty();
        try (Stream<Path> files = Files.list(commands.directory())) {
            assertThat(files).as("files").isEmpty();
        }
    }

    @Test
    void shows_pairing_statuses_and_a_change_of_pace_until_ctrl_c() throws Exception {
        RunningCommand demo = commands.telemeter("demo", "--plain").inItsOwnGroup().start();
        Lines output = demo.output();
        String relay = output.next("^\\[relay\\] .*listening on (ws://127\\.0\\.0\\.1:\\d+/)").group(1);
        String agent = output.next("^\\[agent\\] .*fingerprint (A[A-Za-z0-9_-]{86}=)$").group(1);
        output.await("^\\[agent\\] .*connected to " + relay + "$");
        output.await("^\\[reader\\] .*Asked " + agent + " to pair");
        String reader = output.await("^\\[reader\\] .*this reader is (A[A-Za-z0-9_-]{86}=)$").group(1);
        output.await("^\\[agent\\] .*paired with " + reader + "$");
        output.await("^Incoming status: A[A-Za-z0-9_-]{86}=$");
        output.await("status 3, ");
        output.await("^\\[agent\\] .*interval set to 1 s$");
        output.await("status 7, ");

        RunningCommand.Result result = demo.interruptGroup();
        assertThat(result.exitCode()).isZero();
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).noneMatch(line -> line.contains("\u001b"));
        assertThat(result.output().getLast()).startsWith("[demo] done: ");
        assertStatusesAreWhole(result.output(), 7);
        assertThePaceChanges(result.output());
        assertNothingIsLeft();
    }

    private static void assertStatusesAreWhole(List<String> lines, int least) {
        List<String> text = lines.stream().filter(line -> !line.startsWith("[")).toList();
        String statuses = String.join("\n", text.subList(1, text.size())) + "\n";
        String whole = """
                \\d{4}\\.\\d\\d\\.\\d\\d @ \\d\\d:\\d\\d:\\d\\d
                ==========
                CPU:
                ----------
                (  \\d{1,3}\\.\\d%
                )+MEM:
                ----------
                  Avail: \\d+\\.\\d\\d .?i?B
                  Total: \\d+\\.\\d\\d .?i?B
                  Used:  \\d{1,3}\\.\\d%
                DISK:
                ----------
                  Avail: \\d+\\.\\d\\d .?i?B
                  Total: \\d+\\.\\d\\d .?i?B
                  Used:  \\d{1,3}\\.\\d%

                """;
        // What was on its way when the end came may be cut.
        assertThat(statuses).matches("(?s)(" + whole + "){" + least + ",}.{0,400}");
    }

    /// The agent's own times say so, however late the lines come on a busy machine.
    private static void assertThePaceChanges(List<String> lines) {
        List<Integer> seconds = lines.stream().filter(line -> line.matches("\\d{4}\\.\\d\\d\\.\\d\\d @ .*"))
                .map(line -> line.substring(13).split(":", -1))
                .map(time -> Integer.parseInt(time[0]) * 3600 + Integer.parseInt(time[1]) * 60
                        + Integer.parseInt(time[2]))
                .toList();
        int slow = Math.floorMod(seconds.get(2) - seconds.get(0), 86_400);
        int fast = Math.floorMod(seconds.getLast() - seconds.get(3), 86_400) / (seconds.size() - 4);
        assertThat(slow).as("seconds from the first to the third of " + seconds).isGreaterThanOrEqualTo(5);
        assertThat(fast).as("seconds between two of the last of " + seconds).isLessThan(5);
    }

    @Test
    void ends_after_the_seconds_it_was_given_however_far_it_is() throws Exception {
        RunningCommand.Result result = commands.telemeter("demo", "--plain", "--seconds", "1").run();
        assertThat(result.exitCode()).isZero();
        assertThat(result.output().getLast()).startsWith("[demo] done: ");
        assertNothingIsLeft();
    }

    @Test
    void ends_in_order_when_a_service_manager_asks() throws Exception {
        RunningCommand demo = commands.telemeter("demo", "--plain").start();
        demo.output().await("the first status");
        assertThat(demo.terminate().exitCode()).isZero();
        assertNothingIsLeft();
    }

    @Test
    void ends_in_order_at_ctrl_c_before_anything_has_started() throws Exception {
        RunningCommand demo = commands.telemeter("demo", "--plain").inItsOwnGroup().start();
        demo.output().await("1\\. a relay");
        RunningCommand.Result result = demo.interruptGroup();
        assertThat(result.exitCode()).as(String.valueOf(result)).isZero();
        assertNothingIsLeft();
    }
}
