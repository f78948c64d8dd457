package io.telemeter.testkit.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A running [StoreProgram]. Closing it kills it, if it has not ended.
final class StoreProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private StoreProcess(Process process) {
        this.process = process;
        output = process.inputReader();
    }

    /// Starts it.
    static StoreProcess start(String what, Path file, long seed) throws IOException {
        return start(List.of(), List.of(), what, file, seed);
    }

    /// Starts it.
    ///
    /// @param before what comes before the command, a shell with a limit for example
    /// @param options of the virtual machine; if there are none, it may use native code
    static StoreProcess start(List<String> before, List<String> options, String what, Path file, long seed)
            throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xmx128m"));
        command.addAll(options.isEmpty() ? List.of("--enable-native-access=ALL-UNNAMED") : options);
        command.addAll(List.of("-cp", classPath, StoreProgram.class.getName(), what, file.toString(),
                String.valueOf(seed)));
        return new StoreProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /// The next line it says; empty after the last one.
    Optional<String> line() throws IOException {
        return Optional.ofNullable(output.readLine());
    }

    /// The next line that begins so.
    String await(String beginning) throws IOException {
        List<String> others = new ArrayList<>();
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            if (line.get().startsWith(beginning)) {
                return line.get();
            }
            others.add(line.get());
        }
        throw new AssertionError("The program ended without saying '" + beginning + "', but: " + others);
    }

    /// All it says from now on.
    List<String> rest() throws IOException {
        List<String> rest = new ArrayList<>();
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            rest.add(line.get());
        }
        return rest;
    }

    long pid() {
        return process.pid();
    }

    /// Gives it no chance to do anything.
    void kill() throws InterruptedException {
        // Not the process itself, which would close the stream that its last words are in.
        process.toHandle().destroyForcibly();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("The program cannot be killed.");
        }
    }

    /// Ends its input and waits for its end.
    void end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("The program does not end.");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
