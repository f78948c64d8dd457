package io.telemeter.bench.harness;

import io.telemeter.bench.measure.Report;
import io.telemeter.bench.measure.SystemLoad;
import io.telemeter.bench.process.ProcessUsage;
import io.telemeter.bench.process.Program;
import io.telemeter.bench.process.Programs;
import io.telemeter.bench.process.CountingProxy;
import io.telemeter.bench.process.RelayProcess;
import io.telemeter.bench.process.Scratch;
import java.io.IOException;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench agent`.
@Command(name = "agent", mixinStandardHelpOptions = true,
        description = "Memory and processor time of a real agent, paired with a real reader over a real relay.")
public final class AgentCommand extends Measurement {
    private static final Pattern FINGERPRINT = Pattern.compile("fingerprint (A[A-Za-z0-9_-]{86}=)");
    private static final Pattern STATUS = Pattern.compile("^(\\d{4}\\.\\d\\d\\.\\d\\d @ .*)$");
    private static final double NANOS_PER_HOUR = 3600e9;

    @Option(names = "--seconds", paramLabel = "N", description = "Measured; default ${DEFAULT-VALUE}.")
    private int seconds = 300;

    @Option(names = "--settle", paramLabel = "N",
            description = "Seconds before, in which the program warms up; default ${DEFAULT-VALUE}.")
    private int settle = 60;

    @Option(names = "--interval", paramLabel = "N",
            description = "Seconds from status to status; default ${DEFAULT-VALUE}.")
    private int interval = 5;

    @Override
    String title() {
        return "the agent's footprint";
    }

    @Override
    void measure(Scratch scratch, Report report) throws Exception {
        atLeast(1, "--seconds", seconds);
        atLeast(1, "--interval", interval);
        String agentHome = scratch.directory("agent").toString();
        String readerHome = scratch.directory("reader").toString();
        try (RelayProcess relay = Programs.relay(scratch.directory("relay"));
                CountingProxy proxy = CountingProxy.before(relay.address());
                Program agent = Programs.telemeter("agent",
                        List.of("--foreground", "--home", agentHome, "--relay", proxy.address().toString()));
                Program reader = Programs.telemeter("reader", List.of("--home", readerHome, "--relay",
                        relay.address().toString(), "--interval", Integer.toString(interval), "--telereader",
                        agent.await(FINGERPRINT)))) {
            var _ = reader.await(STATUS);
            report.line("agent", "key file, store, one relay, paired; a status every " + interval + " s");
            report.line("time", seconds + " s after " + settle + " s to settle");
            memory(report, "after the first status", agent.usage());
            Thread.sleep(Duration.ofSeconds(settle));
            reader.forgetLines();
            SystemLoad load = SystemLoad.begin();
            List<Long> pids = List.of(agent.pid(), reader.pid(), relay.pid(), ProcessHandle.current().pid());
            long allBefore = ProcessUsage.cpuNanos(pids);
            long sent = proxy.sent();
            ProcessUsage before = agent.usage();
            long start = System.nanoTime();
            Thread.sleep(Duration.ofSeconds(seconds));
            ProcessUsage after = agent.usage();
            long elapsed = System.nanoTime() - start;
            if (after.residentKib() == 0) {
                throw new IOException("The agent has ended, or this system does not tell of its memory.");
            }
            int statuses = statuses(reader);
            memory(report, "after the measured time", after);
            long cpu = after.cpuNanos() - before.cpuNanos();
            double perHour = cpu * NANOS_PER_HOUR / elapsed / 1e9;
            report.line("CPU per hour", Report.decimal(perHour, 2, RoundingMode.UP) + " s ("
                    + Report.decimal(100.0 * cpu / elapsed, 3, RoundingMode.UP) + " % of one processor)");
            report.line("statuses at the reader", Integer.toString(statuses));
            if (statuses > 0) {
                report.perItem("CPU per status", cpu / 1e6, statuses, "ms");
                report.perItem("sent per status", proxy.sent() - sent, statuses, "bytes");
            }
            memory(report, "reader", reader.usage());
            memory(report, "relay", relay.usage());
            report.end(load.foreign(ProcessUsage.cpuNanos(pids) - allBefore));
        }
    }

    private static void memory(Report report, String when, ProcessUsage usage) {
        List<String> parts = new ArrayList<>();
        parts.add("RSS " + mebibytes(usage.residentKib()));
        parts.add("PSS " + mebibytes(usage.proportionalKib()));
        parts.add("anonymous " + mebibytes(usage.anonymousKib()));
        parts.add("peak RSS " + mebibytes(usage.peakKib()));
        report.line("memory, " + when, String.join(", ", parts));
    }

    private static String mebibytes(long kibibytes) {
        return Report.decimal(kibibytes / 1_024.0, 1, RoundingMode.UP) + " MiB";
    }

    private static int statuses(Program reader) throws IOException, InterruptedException {
        int count = 0;
        for (Optional<String> line = reader.poll(Duration.ZERO); line.isPresent(); line = reader.poll(Duration.ZERO)) {
            if (STATUS.matcher(line.get()).matches()) {
                count++;
            }
        }
        return count;
    }
}
