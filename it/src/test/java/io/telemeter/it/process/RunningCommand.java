package io.telemeter.it.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that a test started, with what it prints.
public final class RunningCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Process process;
    private final Lines output;
    private final Lines errors;

    /// What a process that has ended left.
    ///
    /// @param exitCode 128 plus the signal's number if a signal ended it
    /// @param output the lines of its standard output
    /// @param errors the lines of its standard error
    public record Result(int exitCode, List<String> output, List<String> errors) {}

    RunningCommand(String name, Process process) {
        this.name = name;
        this.process = process;
        this.output = collect("the output of " + name, process.getInputStream());
        this.errors = collect("the standard error of " + name, process.getErrorStream());
    }

    private static Lines collect(String name, InputStream stream) {
        Lines lines = new Lines(name);
        Thread.ofVirtual().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                }
            } catch (IOException _) {
                // The process was killed.
            } finally {
                lines.end();
            }
        });
        return lines;
    }

    /// What it prints on standard output.
    public Lines output() {
        return output;
    }

    /// What it prints on standard error.
    public Lines errors() {
        return errors;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Types a line into its standard input.
    public void type(String line) {
        input((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void input(byte[] bytes) {
        try {
            OutputStream input = process.getOutputStream();
            input.write(bytes);
            input.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Ends its standard input.
    public void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Sends a signal, such as `TERM`, `INT`, `STOP` or `CONT`, and does not wait.
    public void signal(String signal) {
        Signals.send(signal, process.pid());
    }

    /// Asks it to end as a service manager does (SIGTERM) and waits for that.
    public Result terminate() {
        signal("TERM");
        return awaitExit();
    }

    /// Asks it to end as Ctrl-C does (SIGINT) and waits for that.
    public Result interrupt() {
        signal("INT");
        return awaitExit();
    }

    /// Sends SIGINT to it and all that it has started, as a terminal does at Ctrl-C, and waits for its end.
    public Result interruptGroup() {
        Signals.send("INT", -process.pid());
        return awaitExit();
    }

    /// Ends it without a chance to do anything more (SIGKILL).
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /// Waits until it has ended by itself.
    public Result awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " still runs after " + PATIENCE.toSeconds() + " s\n" + output + "\n"
                        + errors);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end of " + name, interrupted);
        }
        return new Result(process.exitValue(), output.awaitEnd(), errors.awaitEnd());
    }

    /// Its name, and what it has printed.
    @Override
    public String toString() {
        return name + " (pid " + pid() + ")\n" + output + "\n" + errors;
    }
}
