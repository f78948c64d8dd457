package io.telemeter.bench.harness;

import io.telemeter.bench.measure.Report;
import io.telemeter.bench.measure.Samples;
import io.telemeter.bench.measure.SystemLoad;
import io.telemeter.bench.process.ProcessUsage;
import io.telemeter.bench.process.Program;
import io.telemeter.bench.process.Programs;
import io.telemeter.bench.process.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.regex.Pattern;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench identity`.
@Command(name = "identity", mixinStandardHelpOptions = true,
        description = "Making an identity: its keys, the account on disk, and the first start of a program.")
public final class IdentityCommand extends Measurement {
    private static final Pattern FINGERPRINT = Pattern.compile("fingerprint (A[A-Za-z0-9_-]{86}=)");
    /// Nobody listens there: the program is measured without a relay.
    private static final String NO_RELAY = "ws://127.0.0.1:1/";

    @Option(names = "--keys", paramLabel = "N",
            description = "Key sets of suite 3, after as many to warm up; default ${DEFAULT-VALUE}.")
    private int keys = 500;

    @Option(names = "--old-keys", paramLabel = "N",
            description = "Key sets of suite 1; default ${DEFAULT-VALUE}.")
    private int oldKeys = 10;

    @Option(names = "--accounts", paramLabel = "N",
            description = "Accounts with a key file, after a fifth of it to warm up; default ${DEFAULT-VALUE}.")
    private int accounts = 100;

    @Option(names = "--passwords", paramLabel = "N",
            description = "Accounts with a password; default ${DEFAULT-VALUE}.")
    private int passwords = 5;

    @Option(names = "--starts", paramLabel = "N",
            description = "First starts of an agent, each followed by a second one; default ${DEFAULT-VALUE}.")
    private int starts = 10;

    @Override
    String title() {
        return "identity creation";
    }

    @Override
    void measure(Scratch scratch, Report report) throws Exception {
        long own = ProcessHandle.current().pid();
        SystemLoad load = SystemLoad.begin();
        long before = ProcessUsage.of(own).cpuNanos();
        if (keys > 0) {
            long start = System.nanoTime();
            PrivateIdentity.generate(CipherSuite.SUITE_3, new SecureRandom()).close();
            report.line("very first keys, suite 3", Report.millis(System.nanoTime() - start) + " ms (classes loaded)");
            var _ = generate(CipherSuite.SUITE_3, keys);
            report.latency("keys, suite 3", generate(CipherSuite.SUITE_3, keys));
        }
        if (oldKeys > 0) {
            report.latency("keys, suite 1", generate(CipherSuite.SUITE_1, oldKeys));
        }
        if (accounts > 0) {
            var _ = accounts(scratch.directory("warmup"), accounts / 5, false);
            report.latency("account with a key file", accounts(scratch.directory("accounts"), accounts, false));
        }
        if (passwords > 0) {
            report.latency("account with a password", accounts(scratch.directory("passwords"), passwords, true));
        }
        String foreign = load.foreign(ProcessUsage.of(own).cpuNanos() - before);
        if (starts > 0) {
            starts(scratch.directory("starts"), report);
        }
        report.end(foreign + " (before the starts)");
    }

    private static Samples generate(CipherSuite suite, int count) {
        SecureRandom random = new SecureRandom();
        Samples samples = new Samples();
        for (int number = 0; number < count; number++) {
            long start = System.nanoTime();
            PrivateIdentity.generate(suite, random).close();
            samples.add(System.nanoTime() - start);
        }
        return samples;
    }

    /// From nothing to a link that can be used: keys made, sealed and flushed, the store made and opened.
    private static Samples accounts(Path directory, int count, boolean password) {
        Samples samples = new Samples();
        for (int number = 0; number < count; number++) {
            HgxOptions.Builder options = HgxOptions.home(directory.resolve(Integer.toString(number)));
            if (password) {
                options.password("correct horse battery".toCharArray());
            }
            long start = System.nanoTime();
            HgxLink link = HgxLink.connect(options.build());
            samples.add(System.nanoTime() - start);
            link.close();
        }
        return samples;
    }

    private void starts(Path directory, Report report) throws IOException, InterruptedException {
        // The launcher may have to build first.
        long _ = start(directory.resolve("warmup"));
        Samples first = new Samples();
        Samples second = new Samples();
        for (int number = 0; number < starts; number++) {
            Path home = directory.resolve(Integer.toString(number));
            first.add(start(home));
            second.add(start(home));
        }
        report.latency("agent's first start", first);
        report.latency("agent's second start", second);
        report.line("first start less second", Report.millis(first.percentile(50) - second.percentile(50))
                + " ms (of the medians: the account, made in a process that has just started)");
    }

    /// From starting the program until it says its fingerprint.
    private static long start(Path home) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (Program agent = Programs.telemeter("agent",
                List.of("--foreground", "--home", home.toString(), "--relay", NO_RELAY))) {
            var _ = agent.await(FINGERPRINT);
            return System.nanoTime() - start;
        }
    }
}
