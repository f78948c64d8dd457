package io.telemeter.cli.demo;

import io.telemeter.cli.process.OwnProgram;
import io.telemeter.cli.process.StopSignal;
import io.telemeter.console.FailureText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `telemeter demo`: a relay, an agent and a reader, each a process of its own, on loopback and in a temporary home.
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = {
                "Shows the main job on this machine: a relay, an agent that samples this machine, and a reader that"
                        + " pairs with it and then makes it report faster. Three processes on free loopback ports, in a temporary"
                        + " directory; nothing is left behind.",
                "Ends with Ctrl-C."})
public final class DemoCommand implements Callable<Integer> {
    private static final Pattern LISTENING = Pattern.compile("listening on (ws://\\S+)");
    private static final Pattern FINGERPRINT = Pattern.compile("\\b(A[A-Za-z0-9_-]{86}=)");
    private static final Pattern STATUS_HEAD = Pattern.compile("\\d{4}\\.\\d\\d\\.\\d\\d @ \\d\\d:\\d\\d:\\d\\d");
    private static final int START_SECONDS = 60;
    /// How long Ctrl-C may take from one process of a terminal to another.
    private static final int END_PATIENCE_SECONDS = 1;
    /// Statuses to show at the default pace before the reader asks for more.
    private static final int SLOW_STATUSES = 3;

    @Option(names = "--seconds", paramLabel = "N", description = "End after N seconds.")
    private @Nullable Integer seconds;

    @Option(names = "--plain", description = "No colours.")
    private boolean plain;

    @Spec
    private @Nullable CommandSpec spec;

    private final CountDownLatch end = new CountDownLatch(1);
    private final Deque<DemoProcess> processes = new ArrayDeque<>();
    private final Object terminal = new Object();
    private final PrintStream out = System.out;
    private boolean ending;
    private volatile @Nullable DemoProcess reader;
    private int statuses;
    private long lastStatusNanos;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds != null && (seconds < 1 || seconds > 86_400)) {
            throw new ParameterException(spec().commandLine(), "--seconds takes a whole number from 1 to 86400.");
        }
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds == null ? Integer.MAX_VALUE : seconds);
        Path directory = Files.createTempDirectory("telemeter-demo-");
        // A signal ends the demo in order, and with exit code 0: the person wanted it to end.
        StopSignal.onFirst(end::countDown);
        try {
            return run(directory, endNanos);
        } catch (IOException failure) {
            // Ctrl-C also ends what is just being started, which looks like a failure to start it.
            if (ended(directory, endNanos, "a process could not be started") == 0) {
                return 0;
            }
            throw failure;
        } finally {
            while (!processes.isEmpty()) {
                processes.pop().close();
            }
            deleteTree(directory);
        }
    }

    private int run(Path directory, long endNanos) throws IOException, InterruptedException {
        Path relayHome = Files.createDirectory(directory.resolve("relay"));
        Path agentHome = Files.createDirectory(directory.resolve("agent"));
        Path readerHome = Files.createDirectory(directory.resolve("reader"));
        Files.writeString(relayHome.resolve("hypergolix.yml"), "server:\n  port: 0\n");

        step("1. a relay, which will see ciphertext only");
        CompletableFuture<String> url = new CompletableFuture<>();
        start(OwnProgram.HYPERGOLIX, relayHome, line -> find(LISTENING, line, url), "relay", "start", "server",
                "--foreground");
        if (!await(url, endNanos)) {
            return ended(directory, endNanos, "the relay did not start");
        }
        String relay = url.join();

        step("2. an agent, which samples this machine every 5 s");
        CompletableFuture<String> fingerprint = new CompletableFuture<>();
        start(OwnProgram.TELEMETER, agentHome, line -> find(FINGERPRINT, line, fingerprint), "agent", "--foreground",
                "--home", agentHome.toString(), "--relay", relay);
        if (!await(fingerprint, endNanos)) {
            return ended(directory, endNanos, "the agent did not start");
        }
        String agent = fingerprint.join();

        step("3. a reader, which pairs with the agent by its fingerprint");
        lastStatusNanos = System.nanoTime();
        DemoProcess process = DemoProcess.start(OwnProgram.TELEMETER, readerHome, this::readerOutput,
                line -> said("reader", line), "--telereader", agent, "--home", readerHome.toString(), "--relay", relay);
        processes.push(process);
        reader = process;

        while (!end.await(200, TimeUnit.MILLISECONDS) && System.nanoTime() - endNanos < 0) {
            if (anyEnded()) {
                break;
            }
        }
        return ended(directory, endNanos, "a process ended unexpectedly");
    }

    /// Why it is over: wanted, or for a problem. Ctrl-C reaches all processes, so another one may end before this one
    /// knows that it was asked to.
    private int ended(Path directory, long endNanos, String problem) throws InterruptedException {
        boolean wanted = System.nanoTime() - endNanos >= 0 || end.await(END_PATIENCE_SECONDS, TimeUnit.SECONDS);
        synchronized (terminal) {
            printStep(wanted
                    ? "done: " + statuses + " statuses; stopping all processes and removing " + directory
                    : problem + "; its lines above say why");
            ending = true;
        }
        return wanted ? 0 : 1;
    }

    private boolean anyEnded() {
        return processes.stream().anyMatch(one -> !one.alive());
    }

    private void start(OwnProgram program, Path home, java.util.function.Consumer<String> watch, String name,
            String... arguments) throws IOException {
        processes.push(DemoProcess.start(program, home, line -> {
            said(name, line);
            watch.accept(line);
        }, line -> said(name, line), arguments));
    }

    private static void find(Pattern pattern, String line, CompletableFuture<String> found) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.find()) {
            found.complete(matcher.group(1));
        }
    }

    /// Waits for a process to say something; false if one ended, the person gave up or the time is over.
    private boolean await(CompletableFuture<String> value, long endNanos) throws InterruptedException {
        long startNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        long limitNanos = startNanos - endNanos < 0 ? startNanos : endNanos;
        while (!value.isDone()) {
            if (anyEnded() || System.nanoTime() - limitNanos >= 0 || end.await(50, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private void readerOutput(String line) {
        boolean enough;
        synchronized (terminal) {
            if (ending) {
                return;
            }
            if (STATUS_HEAD.matcher(line).matches()) {
                long now = System.nanoTime();
                statuses++;
                double gap = (now - lastStatusNanos) / 1e9;
                lastStatusNanos = now;
                printStep(statuses == 1
                        ? "the first status"
                        : String.format(Locale.ROOT, "status %d, %.1f s after the one before", statuses, gap));
            }
            out.println(line);
            // A status ends with an empty line.
            enough = line.isEmpty() && statuses == SLOW_STATUSES;
        }
        if (enough) {
            askForMore();
        }
    }

    private void askForMore() {
        step("4. the reader asks for a status every second");
        DemoProcess process = reader;
        if (process == null) {
            return;
        }
        try {
            process.type("1");
        } catch (IOException failure) {
            step("the reader cannot be asked: " + FailureText.reason(failure));
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("The command runs only through its command line.");
        }
        return spec;
    }

    private void step(String text) {
        synchronized (terminal) {
            printStep(text);
        }
    }

    private void printStep(String text) {
        out.println(plain ? "[demo] " + text : "\u001b[1m[demo] " + text + "\u001b[0m");
    }

    private void said(String name, String line) {
        synchronized (terminal) {
            if (ending) {
                return;
            }
            out.println(plain ? "[" + name + "] " + line : "\u001b[2m[" + name + "]\u001b[0m " + line);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
