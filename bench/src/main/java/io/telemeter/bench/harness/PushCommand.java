package io.telemeter.bench.harness;

import io.telemeter.bench.measure.Report;
import io.telemeter.bench.measure.Samples;
import io.telemeter.bench.measure.SystemLoad;
import io.telemeter.bench.process.ProcessUsage;
import io.telemeter.bench.process.Programs;
import io.telemeter.bench.process.RelayProcess;
import io.telemeter.bench.process.Scratch;
import java.io.IOException;
import java.util.List;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.hypergolix.hgx.PushResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench push`.
@Command(name = "push", mixinStandardHelpOptions = true,
        description = "From push() to its return with RELAYED: durable here and on the disk of a relay.")
public final class PushCommand extends Measurement {
    @Option(names = "--pushes", paramLabel = "N", description = "Measured; default ${DEFAULT-VALUE}.")
    private int pushes = 20_000;

    @Option(names = "--warmup", paramLabel = "N", description = "Before, not measured; default ${DEFAULT-VALUE}.")
    private int warmup = 20_000;

    @Option(names = "--bytes", paramLabel = "N", description = "Of a state; default ${DEFAULT-VALUE}.")
    private int bytes = 225;

    @Option(names = "--rate", paramLabel = "N",
            description = "Pushes a second at fixed times; default: each when the one before is done.")
    private double rate;

    @Override
    String title() {
        return "push to acknowledgement";
    }

    @Override
    void measure(Scratch scratch, Report report) throws Exception {
        atLeast(1, "--pushes", pushes);
        try (RelayProcess relay = Programs.relay(scratch.directory("relay"));
                HgxLink link = Links.connected(scratch.directory("publisher"), relay.address())) {
            HgxObject<String> object = link.create(Codec.text(), "", CreateOptions.DEFAULT.withApiId(Links.API));
            report.line("states", bytes + " bytes, suite 3, " + pushes + " after " + warmup + " to warm up");
            report.line("pace", Pace.describe(rate));
            var _ = pushAll(object, warmup, 0);
            long own = ProcessHandle.current().pid();
            SystemLoad load = SystemLoad.begin();
            ProcessUsage ownBefore = ProcessUsage.of(own);
            ProcessUsage relayBefore = relay.usage();
            long start = System.nanoTime();
            Samples samples = pushAll(object, pushes, rate);
            long elapsed = System.nanoTime() - start;
            ProcessUsage ownAfter = ProcessUsage.of(own);
            ProcessUsage relayAfter = relay.usage();
            report.latency("push", samples);
            report.rate("pushes", pushes, elapsed);
            long ownCpu = ownAfter.cpuNanos() - ownBefore.cpuNanos();
            long relayCpu = relayAfter.cpuNanos() - relayBefore.cpuNanos();
            report.perItem("publisher CPU per push", ownCpu / 1e6, pushes, "ms");
            report.perItem("relay CPU per push", relayCpu / 1e6, pushes, "ms");
            report.end(load.foreign(ownCpu + relayCpu));
        }
    }

    private Samples pushAll(HgxObject<String> object, int count, double ratePerSecond)
            throws IOException, InterruptedException {
        Samples samples = new Samples();
        Pace pace = new Pace(ratePerSecond, 0);
        for (int number = 0; number < count; number++) {
            String state = Links.text(Integer.toString(number), bytes);
            long begin = pace.next();
            object.state(state);
            PushResult result = object.push();
            samples.add(System.nanoTime() - begin);
            if (result != PushResult.RELAYED) {
                throw new IOException("A push ended as " + result + "; is the relay gone?");
            }
        }
        return samples;
    }
}
