package io.telemeter.bench.harness;

import io.telemeter.bench.measure.Report;
import io.telemeter.bench.measure.Samples;
import io.telemeter.bench.measure.SystemLoad;
import io.telemeter.bench.process.ProcessUsage;
import io.telemeter.bench.process.Program;
import io.telemeter.bench.process.Programs;
import io.telemeter.bench.process.RelayProcess;
import io.telemeter.bench.process.Scratch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench callback`.
@Command(name = "callback", mixinStandardHelpOptions = true,
        description = "From push() in one process to the callback in another, through a relay in a third.")
public final class CallbackCommand extends Measurement {
    private static final Pattern FINGERPRINT = Pattern.compile("^fingerprint (\\S+)$");
    private static final Pattern FOLLOWING = Pattern.compile("^(following)$");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(names = "--pushes", paramLabel = "N", description = "Measured; default ${DEFAULT-VALUE}.")
    private int pushes = 10_000;

    @Option(names = "--warmup", paramLabel = "N", description = "Before, not measured; default ${DEFAULT-VALUE}.")
    private int warmup = 20_000;

    @Option(names = "--bytes", paramLabel = "N", description = "Of a state; default ${DEFAULT-VALUE}.")
    private int bytes = 225;

    @Option(names = "--rate", paramLabel = "N",
            description = "Pushes a second at fixed times; default: each when the callback of the one before was seen.")
    private double rate;

    @Override
    String title() {
        return "push to callback";
    }

    @Override
    void measure(Scratch scratch, Report report) throws Exception {
        atLeast(1, "--pushes", pushes);
        try (RelayProcess relay = Programs.relay(scratch.directory("relay"));
                Program receiver = Programs.self("receiver", List.of("receive", "--home",
                        scratch.directory("receiver").toString(), "--relay", relay.address().toString()));
                HgxLink link = Links.connected(scratch.directory("publisher"), relay.address())) {
            HgxObject<String> object = link.create(Codec.text(), "", CreateOptions.DEFAULT.withApiId(Links.API));
            object.share(Ghid.parse(receiver.await(FINGERPRINT)));
            var _ = receiver.await(FOLLOWING);
            report.line("states", bytes + " bytes, suite 3, " + pushes + " after " + warmup + " to warm up");
            report.line("pace", Pace.describe(rate));
            measure(report, relay, receiver, object);
        }
    }

    private void measure(Report report, RelayProcess relay, Program receiver, HgxObject<String> object)
            throws IOException, InterruptedException {
        // One by one, so that the receiver keeps up and is warm as well.
        var _ = run(receiver, object, 0, warmup, 0);
        List<Long> pids = List.of(ProcessHandle.current().pid(), relay.pid(), receiver.pid());
        SystemLoad load = SystemLoad.begin();
        long cpuBefore = ProcessUsage.cpuNanos(pids);
        Samples samples = run(receiver, object, warmup, pushes, rate);
        long cpu = ProcessUsage.cpuNanos(pids) - cpuBefore;
        report.latency("push to callback", samples);
        report.line("replaced by newer states", Integer.toString(pushes - samples.size()));
        report.perItem("CPU per push, all three", cpu / 1e6, pushes, "ms");
        report.end(load.foreign(cpu));
    }

    /// Pushes states that say their number and when they were pushed, and collects what the receiver says.
    private Samples run(Program receiver, HgxObject<String> object, int first, int count, double ratePerSecond)
            throws IOException, InterruptedException {
        Samples samples = new Samples();
        Pace pace = new Pace(ratePerSecond, 0);
        int end = first + count;
        int seen = first - 1;
        for (int number = first; number < end; number++) {
            long begin = pace.next();
            object.state(Links.text(number + " " + begin + " ", bytes));
            object.push();
            if (ratePerSecond == 0) {
                seen = take(receiver.next(PATIENCE), samples);
            } else {
                for (Optional<String> line = receiver.poll(Duration.ZERO); line.isPresent();
                        line = receiver.poll(Duration.ZERO)) {
                    seen = take(line.get(), samples);
                }
            }
        }
        while (seen < end - 1) {
            seen = take(receiver.next(PATIENCE), samples);
        }
        return samples;
    }

    private static int take(String line, Samples samples) {
        String[] words = line.split(" ", -1);
        samples.add(Long.parseLong(words[1]));
        return Integer.parseInt(words[0]);
    }
}
