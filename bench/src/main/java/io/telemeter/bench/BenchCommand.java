package io.telemeter.bench;

import io.telemeter.bench.harness.AgentCommand;
import io.telemeter.bench.harness.CallbackCommand;
import io.telemeter.bench.harness.IdentityCommand;
import io.telemeter.bench.harness.PushCommand;
import io.telemeter.bench.harness.ReceiveCommand;
import io.telemeter.bench.harness.RelayCommand;
import io.telemeter.bench.harness.WireBytesCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.Main;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of `bench/run`.
@Command(name = "bench", mixinStandardHelpOptions = true,
        description = {"Measures Telemeter and Hypergolix; bench/README.md says how.",
                "'bench jmh [PATTERN] [OPTIONS]' runs the micro-benchmarks, 'bench jmh -h' lists their options."},
        subcommands = {PushCommand.class, CallbackCommand.class, RelayCommand.class, IdentityCommand.class,
                WireBytesCommand.class, AgentCommand.class, ReceiveCommand.class})
public final class BenchCommand {
    private static final int STOP_SECONDS = 30;
    private static final CountDownLatch FINISHED = new CountDownLatch(1);

    private BenchCommand() {}

    static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("jmh")) {
            Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        endInOrderOnSignals(Thread.currentThread());
        int code = run(writer(System.out), writer(System.err), arguments);
        FINISHED.countDown();
        System.exit(code);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /// A measurement that is interrupted stops its processes and removes its files.
    private static void endInOrderOnSignals(Thread main) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (FINISHED.getCount() == 0) {
                return;
            }
            main.interrupt();
            try {
                var _ = FINISHED.await(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }, "stop"));
    }

    /// Runs one measurement.
    ///
    /// @return the exit code: 0, 1 for a failure, 2 for wrong usage
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine command = new CommandLine(new BenchCommand());
        command.setOut(out).setErr(err);
        command.setExecutionExceptionHandler((failure, failed, _) -> {
            failed.getErr().println(failed.getCommandSpec().qualifiedName() + ": " + failure);
            if ("1".equals(System.getenv("TELEMETER_DEBUG"))) {
                failure.printStackTrace(failed.getErr());
            }
            return 1;
        });
        return command.execute(arguments);
    }
}
