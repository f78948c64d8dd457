package io.telemeter.cli.monitoring;

import io.telemeter.console.TerminalText;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import org.hypergolix.hgx.RelayState;

/// Prints one line for each thing that happens, with the time, escaped: parts of it come from other machines.
final class Journal implements Consumer<String> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int MAX_LENGTH = 1000;

    private final PrintStream stream;

    Journal(PrintStream stream) {
        this.stream = stream;
    }

    @Override
    public void accept(String line) {
        stream.println(TIME.format(LocalTime.now(ZoneId.systemDefault())) + "  " + TerminalText.line(line, MAX_LENGTH));
    }

    /// Tells of a relay that came or went.
    void relay(RelayState state) {
        accept(state.connected()
                ? "connected to " + state.relay()
                : "not connected to " + state.relay() + ": " + state.reason());
    }
}
