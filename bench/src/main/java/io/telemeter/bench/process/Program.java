package io.telemeter.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A process started for a measurement, with the lines that it prints. For one thread; closing it ends the process.
public final class Program implements AutoCloseable {
    /// The first start after a change builds the program.
    private static final Duration START_PATIENCE = Duration.ofMinutes(9);
    private static final Duration END_PATIENCE = Duration.ofSeconds(20);
    private static final String END = "\u0000";

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile String lastWords = "";

    private Program(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    static Program start(String name, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Program program = new Program(name, builder.start());
        Thread.ofVirtual().name(name + "-output").start(
                () -> program.read(program.process.getInputStream(), program.lines));
        Thread.ofVirtual().name(name + "-errors").start(
                () -> program.read(program.process.getErrorStream(), new LinkedBlockingQueue<>()));
        return program;
    }

    private void read(InputStream stream, BlockingQueue<String> target) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lastWords = line;
                target.add(line);
            }
        } catch (IOException _) {
            // The process has ended.
        }
        target.add(END);
    }

    /// Waits for a line in which `pattern` is found, and gives its first group.
    ///
    /// @throws IOException if the process ends before, or nothing comes in nine minutes
    public String await(Pattern pattern) throws IOException, InterruptedException {
        while (true) {
            Matcher matcher = pattern.matcher(next(START_PATIENCE));
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
    }

    /// Waits for the next line of its standard output.
    ///
    /// @throws IOException if the process ends before, or nothing comes in time
    public String next(Duration patience) throws IOException, InterruptedException {
        return poll(patience).orElseThrow(
                () -> new IOException("The " + name + " says nothing, last: " + lastWords));
    }

    /// The next line of its standard output, if one comes in time.
    ///
    /// @throws IOException if the process ends before
    public Optional<String> poll(Duration patience) throws IOException, InterruptedException {
        String line = lines.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (line != null && line.equals(END)) {
            lines.add(END);
            throw new IOException("The " + name + " has ended, with the words: " + lastWords);
        }
        return Optional.ofNullable(line);
    }

    /// Forgets the lines that it has printed so far.
    public void forgetLines() {
        lines.removeIf(line -> !line.equals(END));
    }

    /// Types a line into its standard input.
    public void type(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /// The number of the process that does the work: the started one, or the one that it traces.
    public long pid() {
        return process.info().command().filter(command -> command.endsWith("strace")).flatMap(
                _ -> process.children().findFirst()).map(ProcessHandle::pid).orElse(process.pid());
    }

    /// What it has used so far.
    public ProcessUsage usage() {
        return ProcessUsage.of(pid());
    }

    /// Asks it to end, waits, and insists.
    @Override
    public void close() {
        // Whoever traces a process ends with it.
        Optional<ProcessHandle> traced = ProcessHandle.of(pid()).filter(handle -> handle.pid() != process.pid());
        traced.ifPresentOrElse(ProcessHandle::destroy, process::destroy);
        try {
            if (!process.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                traced.ifPresent(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                process.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            traced.ifPresent(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
