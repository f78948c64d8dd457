package io.telemeter.cli.monitoring;

import io.telemeter.cli.process.StopSignal;
import io.telemeter.console.TerminalText;
import io.telemeter.monitor.Reader;
import io.telemeter.pairing.PairingFile;
import io.telemeter.schedule.AlarmClock;
import io.telemeter.schedule.Interval;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.Subscription;

/// The reader in this process: statuses on standard output, everything else on standard error, and an interval typed on
/// standard input at any time.
final class ReaderProgram {
    private static final int MAX_STATUS_LENGTH = 65_536;
    private static final int MAX_TYPED_LENGTH = 64;

    private final Place place;
    private final PrintStream out;
    private final Journal journal;

    ReaderProgram(Place place, PrintStream out, PrintStream err) {
        this.place = place;
        this.out = out;
        this.journal = Journal.to(err);
    }

    /// Shows the statuses of `agent` until a signal asks to stop.
    void run(Ghid agent, Optional<Interval> interval) throws IOException {
        place.prepare();
        try (HgxLink link = place.connect(); Subscription _ = link.onRelayChange(journal::relay)) {
            journal.accept("this reader is " + link.whoami().text());
            Reader reader = new Reader(link, agent, interval, new PairingFile(place.monitorPairing(agent)),
                    new Terminal(), AlarmClock.ofSystem());
            StopSignal.onFirst(reader::close);
            Thread.ofPlatform().daemon().name("typed").start(() -> readTyped(System.in, reader));
            reader.run();
        }
    }

    private void readTyped(InputStream input, Reader reader) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (Optional<String> line = readLine(lines); line.isPresent(); line = readLine(lines)) {
                if (line.get().isBlank()) {
                    continue;
                }
                try {
                    reader.ask(Interval.parse(line.get().strip()));
                } catch (IllegalArgumentException wrong) {
                    journal.accept(wrong.getMessage() == null ? "no interval" : wrong.getMessage());
                }
            }
        } catch (IOException _) {
            // Nobody can type any more; the statuses go on.
        }
    }

    /// A line, or as much of it as is allowed.
    private static Optional<String> readLine(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        int character = lines.read();
        while (character >= 0 && character != '\n') {
            if (line.length() < MAX_TYPED_LENGTH) {
                line.append((char) character);
            }
            character = lines.read();
        }
        return character < 0 && line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
    }

    /// What a person sees.
    private final class Terminal implements Reader.Screen {
        @Override
        public void line(String text) {
            journal.accept(text);
        }

        @Override
        public void incoming(Ghid address) {
            out.println("Incoming status: " + address.text());
        }

        @Override
        public void status(String text) {
            out.print(TerminalText.block(text, MAX_STATUS_LENGTH));
            out.flush();
        }
    }
}
