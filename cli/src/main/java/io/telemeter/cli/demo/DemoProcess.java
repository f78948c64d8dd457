package io.telemeter.cli.demo;

import io.telemeter.cli.process.OwnProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One process of the demo, with what it prints.
final class DemoProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Process process;

    /// Starts `program`; each line it prints goes to the two consumers, on threads of their own.
    static DemoProcess start(OwnProgram program, Path home, Consumer<String> output, Consumer<String> errors,
            String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.command(arguments));
        builder.environment().put("HYPERGOLIX_HOME", home.toString());
        builder.directory(home.toFile());
        return new DemoProcess(builder.start(), output, errors);
    }

    private DemoProcess(Process process, Consumer<String> output, Consumer<String> errors) {
        this.process = process;
        Thread.ofVirtual().start(() -> read(process.getInputStream(), output));
        Thread.ofVirtual().start(() -> read(process.getErrorStream(), errors));
    }

    private static void read(InputStream stream, Consumer<String> lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null) {
                lines.accept(line);
                line = reader.readLine();
            }
        } catch (IOException _) {
            // The process has ended.
        }
    }

    /// Types a line into its standard input.
    void type(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Asks it to end, waits, and insists.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
