package io.telemeter.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A command that is about to be started: its words, environment and directory.
public final class CommandLine {
    private final Commands commands;
    private final String name;
    private final List<String> words;
    private final Map<String, String> environment = new TreeMap<>();
    private Path directory;

    CommandLine(Commands commands, String name, List<String> words, Path directory) {
        this.commands = commands;
        this.name = name;
        this.words = new ArrayList<>(words);
        this.directory = directory;
    }

    /// Executable and arguments.
    List<String> words() {
        return List.copyOf(words);
    }

    /// With `HYPERGOLIX_HOME`, which is not set otherwise.
    public CommandLine home(Path home) {
        return with("HYPERGOLIX_HOME", home.toString());
    }

    /// With a variable of the environment.
    public CommandLine with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// In this working directory; otherwise it is one of its own for all commands of the test.
    public CommandLine in(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    /// As the leader of a process group, as a shell starts what is typed: [RunningCommand#interruptGroup] is Ctrl-C then.
    public CommandLine inItsOwnGroup() {
        words.addFirst("setsid");
        return this;
    }

    /// Starts it; its standard input stays open.
    public RunningCommand start() {
        ProcessBuilder builder = new ProcessBuilder(Signals.hearing(words)).directory(directory.toFile());
        commands.prepare(builder.environment());
        builder.environment().putAll(environment);
        try {
            return commands.started(new RunningCommand(name, builder.start()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Starts it without standard input, and waits until it has ended.
    public RunningCommand.Result run() {
        return run(new byte[0]);
    }

    /// Starts it with all of its standard input, at most what a pipe holds (64 KiB), and waits until it has ended.
    public RunningCommand.Result run(byte[] input) {
        RunningCommand running = start();
        running.input(input);
        running.closeInput();
        return running.awaitExit();
    }
}
