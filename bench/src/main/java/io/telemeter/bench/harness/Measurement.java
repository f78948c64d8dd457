package io.telemeter.bench.harness;

import io.telemeter.bench.measure.Report;
import io.telemeter.bench.process.Programs;
import io.telemeter.bench.process.Scratch;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hypergolix.golix.CipherSuite;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// One measurement: prints the machine, its parameters and its figures, and leaves nothing behind.
abstract class Measurement implements Callable<Integer> {
    @Option(names = "--directory", paramLabel = "DIR",
            description = "Where the stores lie while it runs; on the disk to be measured. Default: bench/target.")
    private Path directory = Path.of(System.getProperty("bench.directory", System.getProperty("java.io.tmpdir")));

    @Spec
    private @Nullable CommandSpec spec;

    /// What is measured, in a few words.
    abstract String title();

    /// Measures, and reports parameters and figures.
    ///
    /// @param scratch for all files
    abstract void measure(Scratch scratch, Report report) throws Exception;

    @Override
    public final Integer call() throws Exception {
        try (Scratch scratch = Scratch.in(directory)) {
            Report report = new Report(command().commandLine().getOut());
            report.begin(title(), scratch.path());
            report.line("programs", Programs.shipped()
                    ? "as shipped, through ./hypergolix and ./telemeter"
                    : "with the class path of this process");
            measure(scratch, report);
        }
        return 0;
    }

    /// Refuses a number below `least`.
    final void atLeast(int least, String option, int value) {
        if (value < least) {
            throw new ParameterException(command().commandLine(), option + " is at least " + least + ".");
        }
    }

    /// The cipher suite of this number.
    final CipherSuite suite(int number) {
        return CipherSuite.of(number).orElseThrow(
                () -> new ParameterException(command().commandLine(), "--suite is 1 or 3."));
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("A measurement runs only through its command line.");
        }
        return spec;
    }
}
