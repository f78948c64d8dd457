package io.telemeter.status;

import io.telemeter.status.StatusSnapshot.Space;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one status text, line by line.
final class StatusParser {

    private static final int MOST_CHARACTERS = 65_536;
    private static final Pattern TIME_FORM = Pattern.compile("[0-9]{4}\\.[0-9]{2}\\.[0-9]{2} @ [0-9:]{8}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu.MM.dd @ HH:mm:ss", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern DOUBLE_RULE = Pattern.compile("={3,}");
    private static final Pattern RULE = Pattern.compile("-{3,}");
    private static final Pattern PERCENT = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?%");

    private final List<String> lines;
    private int next;

    private StatusParser(List<String> lines) {
        this.lines = lines;
    }

    static Optional<StatusSnapshot> parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StatusParser(text.strip().lines().map(String::strip).toList()).snapshot());
        } catch (UnrecognisedException _) {
            return Optional.empty();
        }
    }

    private StatusSnapshot snapshot() throws UnrecognisedException {
        LocalDateTime time = time(line());
        expect(DOUBLE_RULE);
        heading("CPU:");
        List<Double> cpuPercents = cpuPercents();
        heading("MEM:");
        Space memory = space();
        heading("DISK:");
        Space disk = space();
        require(next == lines.size());
        return new StatusSnapshot(time, cpuPercents, memory, disk);
    }

    private static LocalDateTime time(String line) throws UnrecognisedException {
        require(TIME_FORM.matcher(line).matches());
        try {
            return LocalDateTime.parse(line, TIME);
        } catch (DateTimeParseException e) {
            throw new UnrecognisedException();
        }
    }

    private void heading(String name) throws UnrecognisedException {
        require(line().equals(name));
        expect(RULE);
    }

    private List<Double> cpuPercents() throws UnrecognisedException {
        List<Double> percents = new ArrayList<>();
        if (skipUnavailable()) {
            return percents;
        }
        do {
            percents.add(percent(line()));
        } while (next < lines.size() && lines.get(next).endsWith("%"));
        return percents;
    }

    private @Nullable Space space() throws UnrecognisedException {
        if (skipUnavailable()) {
            return null;
        }
        return new Space(size("Avail:"), size("Total:"), percent(value("Used:")));
    }

    private boolean skipUnavailable() {
        if (next < lines.size() && lines.get(next).equals(StatusText.UNAVAILABLE)) {
            next++;
            return true;
        }
        return false;
    }

    private long size(String label) throws UnrecognisedException {
        OptionalLong bytes = ByteSize.parse(value(label));
        require(bytes.isPresent());
        return bytes.getAsLong();
    }

    private String value(String label) throws UnrecognisedException {
        String line = line();
        require(line.startsWith(label));
        return line.substring(label.length()).strip();
    }

    private static double percent(String text) throws UnrecognisedException {
        require(PERCENT.matcher(text).matches());
        double percent = Double.parseDouble(text.substring(0, text.length() - 1));
        require(percent <= 100);
        return percent;
    }

    private void expect(Pattern pattern) throws UnrecognisedException {
        require(pattern.matcher(line()).matches());
    }

    private String line() throws UnrecognisedException {
        require(next < lines.size());
        return lines.get(next++);
    }

    private static void require(boolean recognised) throws UnrecognisedException {
        if (!recognised) {
            throw new UnrecognisedException();
        }
    }

    /// The text is something else. An ordinary outcome, so it carries no stack trace.
    private static final class UnrecognisedException extends Exception {

        private static final long serialVersionUID = 1L;

        UnrecognisedException() {
            super(null, null, false, false);
        }
    }
}
