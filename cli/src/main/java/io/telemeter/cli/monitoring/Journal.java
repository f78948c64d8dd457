package io.telemeter.cli.monitoring;

import io.telemeter.console.TerminalText;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import org.hypergolix.hgx.RelayState;

/// One line for each thing that happens, escaped: parts of it come from other machines.
final class Journal implements Consumer<String> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int MAX_LENGTH = 1000;

    private final Consumer<String> lines;

    private Journal(Consumer<String> lines) {
        this.lines = lines;
    }

    /// For people: with the time of day.
    static Journal to(PrintStream stream) {
        return new Journal(line -> stream.println(TIME.format(LocalTime.now(ZoneId.systemDefault())) + "  " + line));
    }

    /// For the log, which adds its own time.
    static Journal to(System.Logger logger) {
        return new Journal(line -> logger.log(System.Logger.Level.INFO, () -> line));
    }

    @Override
    public void accept(String line) {
        lines.accept(TerminalText.line(line, MAX_LENGTH));
    }

    /// Tells of a relay that came or went.
    void relay(RelayState state) {
        accept(state.connected()
                ? "connected to " + state.relay()
                : "not connected to " + state.relay() + ": " + state.reason());
    }
}
