package io.telemeter.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Starts processes for a test and ends them after it.
final class Programs implements AfterEachCallback {

    private final List<Process> started = new ArrayList<>();
    private final List<ProcessHandle> others = new ArrayList<>();

    /// Starts [DaemonProgram] in the foreground.
    Process start(String... arguments) throws IOException {
        return startCommand(DaemonProgram.command(arguments));
    }

    Process startCommand(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    /// A process that has nothing to do with any daemon.
    Process startBystander() throws IOException {
        return startCommand(List.of("sleep", "1000"));
    }

    /// Starts a program that claims a pid file, and waits until it has.
    Process serve(Path pidFile) throws IOException {
        Process process = start("serve", pidFile.toString());
        String line = firstLine(process);
        if (!line.equals("ready")) {
            throw new AssertionError(line);
        }
        return process;
    }

    static String firstLine(Process process) throws IOException {
        return String.valueOf(process.inputReader(UTF_8).readLine());
    }

    static void awaitLine(Process process, String line) {
        try {
            String next = firstLine(process);
            while (!next.equals(line) && !next.equals("null")) {
                next = firstLine(process);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Has a process that the test did not start itself ended too.
    void endAfterwards(long pid) {
        ProcessHandle.of(pid).ifPresent(others::add);
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        others.forEach(ProcessHandle::destroyForcibly);
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }
}
