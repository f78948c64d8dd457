package io.telemeter.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Agent and reader in the foreground, with a relay between them.
class MonitoringTest {
    private static final String ADDRESS = "(A[A-Za-z0-9_-]{86}=)";
    private static final String STATUS = "^\\d{4}\\.\\d\\d\\.\\d\\d @ \\d\\d:\\d\\d:\\d\\d$";

    @RegisterExtension
    private final Commands commands = new Commands();

    @TempDir
    private Path directory;

    private RunningCommand agent(String relay, String... more) {
        return commands.telemeter(with(more, "--foreground", "--relay", relay)).home(directory.resolve("agent"))
                .start();
    }

    private RunningCommand reader(String home, String relay, String agent, String... more) {
        return commands.telemeter(with(more, "--home", directory.resolve(home).toString(), "--relay", relay,
                "--telereader", agent)).start();
    }

    private static String[] with(String[] more, String... words) {
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    private static String fingerprint(RunningCommand agent) {
        return agent.output().await("fingerprint " + ADDRESS + "$").group(1);
    }

    private static String itself(RunningCommand reader) {
        return reader.errors().await("this reader is " + ADDRESS + "$").group(1);
    }

    @Test
    void a_pairing_outlives_the_restart_of_agent_and_reader() throws Exception {
        RelayProcess relay = commands.relay(directory.resolve("relay"));
        RunningCommand agent = agent(relay.url());
        agent.output().await("not paired yet: the first monitor that asks is accepted");
        RunningCommand reader = reader("reader", relay.url(), fingerprint(agent), "--interval", "1");
        agent.output().await("paired with " + itself(reader));
        String status = reader.output().await("^Incoming status: " + ADDRESS + "$").group(1);
        reader.output().next(STATUS);
        agent.output().await("interval set to 1 s");
        reader.output().next(STATUS);
        reader.type("nonsense");
        reader.errors().await("the interval must be a number of seconds from 1 to 86400");
        reader.type("1.5");
        reader.errors().await("Asked for a status every 1\\.5 s");
        agent.output().await("interval set to 1\\.5 s");

        // The reader comes back and asks for nothing: it sees the same object, and the interval stays.
        assertThat(reader.interrupt().exitCode()).isZero();
        reader = reader("reader", relay.url(), fingerprint(agent));
        reader.output().next(STATUS);
        assertThat(reader.output().await("^Incoming status: " + ADDRESS + "$").group(1)).isEqualTo(status);

        // So does the agent: same fingerprint, same object, same monitor, and the interval it was asked for.
        assertThat(agent.terminate().exitCode()).isZero();
        RunningCommand again = agent(relay.url());
        assertThat(fingerprint(again)).isEqualTo(fingerprint(agent));
        again.output().await("paired with " + itself(reader));
        again.output().await("interval set to 1\\.5 s");
        reader.output().skip();
        reader.output().next(STATUS);
        reader.output().next(STATUS);
        assertThat(reader.output().all().stream().filter(line -> line.startsWith("Incoming status: ")))
                .containsOnly("Incoming status: " + status);

        // A stranger asks in vain, and the refusal names him.
        RunningCommand stranger = reader("stranger", relay.url(), fingerprint(agent), "--interval", "1");
        again.output().await("refused to pair with " + itself(stranger) + ": paired with another monitor");
        reader.output().skip();
        reader.output().next(STATUS);
        assertThat(stranger.output().all()).isEmpty();

        for (String home : new String[]{"agent", "reader", "relay"}) {
            assertClosedToOthers(directory.resolve(home));
        }
    }

    /// Files with keys or pairings, wherever they lie in the home, are for their owner only.
    private static void assertClosedToOthers(Path home) throws Exception {
        try (var files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.endsWith("hypergolix.yml") || file.toString().contains("libsqlitejdbc")) {
                    // Written by this test, and unpacked by the driver where no launcher did.
                    continue;
                }
                assertThat(Files.getPosixFilePermissions(file)).as(file.toString())
                        .doesNotContain(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
            }
        }
    }

    @Test
    void a_relay_may_come_late_and_come_back() {
        RelayProcess relay = commands.relay(directory.resolve("relay"));
        relay.stop();

        RunningCommand agent = agent(relay.url());
        agent.output().await("not connected to " + relay.url());
        RunningCommand reader = reader("reader", relay.url(), fingerprint(agent), "--interval", "1");
        reader.errors().await("not connected to " + relay.url());

        RunningCommand.Result second = commands.telemeter("--foreground", "--relay", relay.url())
                .home(directory.resolve("agent")).run();
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.errors()).singleElement().asString().contains(directory.resolve("agent").toString());

        relay.start();
        agent.output().await("connected to " + relay.url());
        reader.output().next(STATUS);
        agent.output().await("interval set to 1 s");

        relay.kill();
        agent.output().next("not connected to " + relay.url());
        reader.errors().next("not connected to " + relay.url());
        reader.output().skip();
        relay.start();
        reader.output().next(STATUS);
        reader.output().next(STATUS);
        assertThat(reader.terminate().exitCode()).isZero();
        assertThat(agent.interrupt().exitCode()).isZero();
    }

    @Test
    void a_monitor_is_pinned_in_advance_and_forgotten_only_when_told_to() {
        RelayProcess relay = commands.relay(directory.resolve("relay"));
        String absent = "AVIvg3wj713myTg3ITbTQBxBXYvGjUzt2KwDSStFUOOth_8keyjE2MsjWbZ03MmFMQznEgPeIjLXwMchg3z3gnU=";
        RunningCommand agent = agent(relay.url(), "--pair", absent);
        agent.output().await("paired with " + absent);
        RunningCommand reader = reader("reader", relay.url(), fingerprint(agent));
        agent.output().await("refused to pair with " + itself(reader));

        CommandLine unpair = commands.telemeter("--unpair").home(directory.resolve("agent"));
        assertThat(unpair.run()).satisfies(refused -> {
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors()).hasSize(1);
        });
        agent.interrupt();
        assertThat(unpair.run()).isEqualTo(new RunningCommand.Result(0,
                List.of("No longer paired with " + absent + "."), List.of()));
        assertThat(unpair.run().output()).containsExactly("Nobody was paired.");

        RunningCommand free = agent(relay.url());
        free.output().await("not paired yet");
        reader.interrupt();
        RunningCommand again = reader("reader", relay.url(), fingerprint(agent));
        free.output().await("paired with " + itself(again));
        again.output().await(STATUS);
    }
}
