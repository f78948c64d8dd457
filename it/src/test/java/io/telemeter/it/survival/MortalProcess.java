package io.telemeter.it.survival;

import io.telemeter.it.process.Commands;
import io.telemeter.it.process.RunningCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A service of `hypergolix start ... --foreground` that is killed and started again. For one thread.
final class MortalProcess {
    private final Commands commands;
    private final Path home;
    private final List<String> words;
    private final String readyLine;
    private RunningCommand running;
    private int kills;

    private MortalProcess(Commands commands, Path home, List<String> words, String readyLine) {
        this.commands = commands;
        this.home = home;
        this.words = words;
        this.readyLine = readyLine;
        this.running = command();
    }

    /// A relay at a port of loopback.
    static MortalProcess relay(Commands commands, Path home, int port) {
        configure(home, "server:\n  port: " + port + "\n");
        return new MortalProcess(commands, home, List.of("start", "server", "--foreground"), "listening on");
    }

    /// A daemon of an account that a key file protects, at any port.
    static MortalProcess daemon(Commands commands, Path home, int relayPort) {
        configure(home, """
                process:
                  ipc_port: 0
                remotes:
                - host: 127.0.0.1
                  port: %d
                  tls: false
                """.formatted(relayPort));
        return new MortalProcess(commands, home, List.of("start", "app", "--no-password", "--foreground"),
                "Programs reach it at");
    }

    private static void configure(Path home, String text) {
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve("hypergolix.yml"), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private RunningCommand command() {
        return commands.hypergolix(words.toArray(String[]::new)).home(home).start();
    }

    Path home() {
        return home;
    }

    int kills() {
        return kills;
    }

    /// Waits until it serves.
    void awaitReady() {
        running.output().await(readyLine);
    }

    /// Ends it wherever it stands, also while it starts.
    void kill() {
        demandLife();
        running.kill();
        kills++;
    }

    /// It must not have ended by itself, and must not complain of a fault of its own.
    void demandLife() {
        if (!running.isAlive()) {
            throw new AssertionError("Ended by itself: " + running);
        }
        if (running.errors().all().stream().anyMatch(line -> line.contains("SEVERE") || line.contains("fault"))) {
            throw new AssertionError("Complains: " + running);
        }
    }

    /// Starts it again, and does not wait.
    void start() {
        running = command();
    }

    /// Ends it in order.
    void stop() {
        demandLife();
        running.terminate();
    }
}
