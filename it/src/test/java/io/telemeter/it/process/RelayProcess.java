package io.telemeter.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A relay as a process of its own, which can be ended in every way and started again at the same address.
public final class RelayProcess {
    private final Commands commands;
    private final Path home;
    private final int port;
    private RunningCommand running;

    RelayProcess(Commands commands, Path home) {
        this.commands = commands;
        this.home = home;
        this.running = start(0);
        this.port = Integer.parseInt(running.output().await("listening on ws://127\\.0\\.0\\.1:(\\d+)/").group(1));
    }

    private RunningCommand start(int at) {
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve("hypergolix.yml"), "server:\n  port: " + at + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return commands.hypergolix("start", "server", "--foreground").home(home).start();
    }

    /// Where it listens, also while it does not run.
    public String url() {
        return "ws://127.0.0.1:" + port + "/";
    }

    /// The file its store lies in.
    public Path store() {
        return home.resolve("ghidcache").resolve("relay.db");
    }

    /// The process that runs now or ran last.
    public RunningCommand process() {
        return running;
    }

    /// Ends it in order.
    public void stop() {
        running.terminate();
    }

    /// Ends it without a chance to do anything more.
    public void kill() {
        running.kill();
    }

    /// Starts it again over the same store, at the same address.
    public void start() {
        running = start(port);
        running.output().await("listening on");
    }
}
