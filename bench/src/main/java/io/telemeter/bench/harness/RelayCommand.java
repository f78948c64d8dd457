package io.telemeter.bench.harness;

import io.telemeter.bench.measure.Report;
import io.telemeter.bench.measure.Samples;
import io.telemeter.bench.measure.SystemLoad;
import io.telemeter.bench.process.ProcessUsage;
import io.telemeter.bench.process.Programs;
import io.telemeter.bench.process.RelayProcess;
import io.telemeter.bench.process.Scratch;
import java.io.IOException;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.hypergolix.golix.CipherSuite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench relay`.
@Command(name = "relay", mixinStandardHelpOptions = true,
        description = "Updates that a relay verifies, stores durably and announces in a second.")
public final class RelayCommand extends Measurement {
    private static final long PATIENCE_SECONDS = 60;

    @Option(names = "--publishers", paramLabel = "N",
            description = "Accounts, each with an object and a connection; default ${DEFAULT-VALUE}.")
    private int publishers = 64;

    @Option(names = "--subscribers", paramLabel = "N",
            description = "Connections for each object that are told of its updates; default ${DEFAULT-VALUE}.")
    private int subscribers = 1;

    @Option(names = "--updates", paramLabel = "N", description = "Measured, of all together; default ${DEFAULT-VALUE}.")
    private int updates = 60_000;

    @Option(names = "--warmup", paramLabel = "N", description = "Before, not measured; default ${DEFAULT-VALUE}.")
    private int warmup = 60_000;

    @Option(names = "--window", paramLabel = "N",
            description = "Updates of one publisher under way; default ${DEFAULT-VALUE}: each waits for the one before.")
    private int window = 1;

    @Option(names = "--rate", paramLabel = "N",
            description = "Updates a second of all together, at fixed times; default: as fast as they are acknowledged.")
    private double rate;

    @Option(names = "--bytes", paramLabel = "N", description = "Of a state; default ${DEFAULT-VALUE}.")
    private int bytes = 225;

    @Option(names = "--suite", paramLabel = "N", description = "Cipher suite of the accounts, 1 or 3; default 3.")
    private int suiteNumber = 3;

    @Option(names = "--fetch", description = "Subscribers get the content of each state as well.")
    private boolean fetch;

    @Option(names = "--count-syncs",
            description = "Count the relay's flushes to disk with strace, which makes it slower.")
    private boolean countSyncs;

    @Override
    String title() {
        return "updates through a relay";
    }

    /// One stretch of work of all publishers.
    private record Phase(int from, int to, double rate) {}

    /// What a phase gave.
    private record Outcome(Samples acknowledged, Samples told, long nanos) {}

    @Override
    void measure(Scratch scratch, Report report) throws Exception {
        atLeast(1, "--publishers", publishers);
        atLeast(publishers, "--updates", updates);
        atLeast(1, "--window", window);
        CipherSuite chosen = suite(suiteNumber);
        Path syncs = scratch.path().resolve("syncs");
        try (RelayProcess relay = countSyncs
                ? Programs.tracedRelay(scratch.directory("relay"), syncs)
                : Programs.relay(scratch.directory("relay"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Crowd crowd = new Crowd()) {
            report.line("publishers",
                    publishers + " accounts of suite " + suiteNumber + ", an object and a connection each");
            report.line("subscribers", subscribers + " connections an object"
                    + (fetch ? ", which get the content too" : ", told of the frame"));
            report.line("updates", updates + " of " + bytes + " bytes after " + warmup + " to warm up, signed before");
            report.line("pace", Pace.describe(rate) + (rate > 0 ? "" : ", " + window + " of each publisher under way"));
            int first = warmup / publishers;
            int last = first + updates / publishers;
            crowd.gather(relay.address(), chosen, last, threads);
            var _ = crowd.run(new Phase(0, first, 0), threads);
            measure(report, relay, crowd, new Phase(first, last, rate), threads, syncs);
            crowd.check(last);
        }
    }

    private void measure(Report report, RelayProcess relay, Crowd crowd, Phase phase, ExecutorService threads,
            Path syncs) throws Exception {
        long own = ProcessHandle.current().pid();
        long count = (long) (phase.to - phase.from) * publishers;
        long syncsBefore = lines(syncs);
        SystemLoad load = SystemLoad.begin();
        ProcessUsage ownBefore = ProcessUsage.of(own);
        ProcessUsage before = relay.usage();
        Outcome outcome = crowd.run(phase, threads);
        ProcessUsage after = relay.usage();
        long ownCpu = ProcessUsage.of(own).cpuNanos() - ownBefore.cpuNanos();
        long relayCpu = after.cpuNanos() - before.cpuNanos();
        report.rate("verified, durable, told", count, outcome.nanos);
        report.latency("sent to acknowledged", outcome.acknowledged);
        if (subscribers > 0) {
            report.latency(fetch ? "sent to fetched" : "sent to told", outcome.told);
            report.line("replaced by newer states",
                    Long.toString(count * subscribers - outcome.told.size()) + " of " + count * subscribers);
        }
        report.perItem("relay CPU per update", relayCpu / 1e6, count, "ms");
        report.line("relay CPU", Report.decimal((double) relayCpu / outcome.nanos, 2, RoundingMode.UP) + " processors");
        report.perItem("clients' CPU per update", ownCpu / 1e6, count, "ms");
        report.line("clients' CPU",
                Report.decimal((double) ownCpu / outcome.nanos, 2, RoundingMode.UP) + " processors");
        report.line("published per update", crowd.updateBytes() + " bytes");
        report.perItem("written per update", after.writtenBytes() - before.writtenBytes(), count, "bytes to the disk");
        if (countSyncs) {
            report.perItem("flushes per update", lines(syncs) - syncsBefore, count, "");
        }
        report.line("relay memory",
                "RSS " + after.residentKib() / 1_024 + " MiB, peak " + after.peakKib() / 1_024 + " MiB");
        report.end(load.foreign(ownCpu + relayCpu));
    }

    private static long lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }

    /// All publishers and subscribers.
    private final class Crowd implements AutoCloseable {
        private final List<LoadPublisher> publishing = new ArrayList<>();
        private final List<LoadSubscriber> listening = new ArrayList<>();
        private final Deque<AutoCloseable> open = new ArrayDeque<>();

        void gather(URI relay, CipherSuite chosen, int last, ExecutorService threads) throws Exception {
            List<Callable<LoadPublisher>> tasks = new ArrayList<>();
            for (int number = 0; number < publishers; number++) {
                tasks.add(() -> opened(new LoadPublisher(relay, chosen, last, bytes, window)));
            }
            publishing.addAll(all(threads, tasks));
            for (LoadPublisher publisher : publishing) {
                for (int number = 0; number < subscribers; number++) {
                    listening.add(opened(new LoadSubscriber(relay, publisher, fetch)));
                }
            }
        }

        private <T extends AutoCloseable> T opened(T resource) {
            synchronized (open) {
                open.push(resource);
            }
            return resource;
        }

        Outcome run(Phase phase, ExecutorService threads) throws Exception {
            listening.forEach(LoadSubscriber::begin);
            List<Callable<Samples>> tasks = new ArrayList<>();
            long start = System.nanoTime();
            for (LoadPublisher publisher : publishing) {
                double offset = (double) tasks.size() / publishers;
                tasks.add(() -> publisher.publish(
                        phase.from, phase.to, new Pace(phase.rate / publishers, offset)));
            }
            Samples acknowledged = Samples.merged(all(threads, tasks));
            List<Samples> told = new ArrayList<>();
            for (LoadSubscriber subscriber : listening) {
                told.add(subscriber.await(phase.to, PATIENCE_SECONDS));
            }
            long nanos = System.nanoTime() - start;
            return new Outcome(acknowledged, Samples.merged(told), nanos);
        }

        /// Whether the relay has what it acknowledged.
        void check(int last) throws IOException, InterruptedException {
            for (LoadPublisher publisher : publishing) {
                long stored = publisher.storedCounter();
                if (stored != last) {
                    throw new IOException("The relay has state " + stored + " of an object, not " + last + ".");
                }
            }
        }

        int updateBytes() {
            return publishing.getFirst().updateBytes();
        }

        @Override
        public void close() throws Exception {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
    }

    private static <T> List<T> all(ExecutorService threads, List<Callable<T>> tasks) throws Exception {
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failed;
        }
        return results;
    }
}
