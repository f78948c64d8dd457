package io.telemeter.it.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The table of `docs/compatibility.md`: what is answered in place of what the original answered.
///
/// Its last column names steps of the recordings, each with the answer of today, so that tests and the document cannot
/// disagree.
public final class IntendedDifferences {
    private static final int COLUMNS = 5;
    private static final Pattern STEP = Pattern.compile("`([^`]+)`: (AK|NK) ([0-9A-F]{4})");

    private IntendedDifferences() {}

    /// One row.
    ///
    /// @param part `relay`, `IPC` or `node`
    /// @param steps of a recording, each with its answer of today; none if it cannot be seen there
    record Row(String part, String then, String now, String why, Map<String, String> steps) {}

    /// Answers of our relay by what the recorded request was for, in lower case.
    public static Map<String, String> ofRelays() {
        return steps("relay", true);
    }

    /// Answers of our node to programs by what the recorded request was for.
    public static Map<String, String> ofNodes() {
        return steps("IPC", false);
    }

    private static Map<String, String> steps(String part, boolean lowerCase) {
        Map<String, String> steps = new LinkedHashMap<>();
        rows().stream().filter(row -> row.part.equals(part)).forEach(row -> row.steps.forEach((step, answer) -> steps
                .put(step, lowerCase ? answer.substring(0, 3) + answer.substring(3).toLowerCase(Locale.ROOT)
                        : answer)));
        return steps;
    }

    static List<Row> rows() {
        try {
            return Files.readAllLines(document()).stream()
                    .filter(line -> line.startsWith("| relay |") || line.startsWith("| IPC |")
                            || line.startsWith("| node |"))
                    .map(IntendedDifferences::row)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Row row(String line) {
        String[] cells = line.substring(1).split("\\|", -1);
        if (cells.length != COLUMNS + 1) {
            throw new AssertionError("A row of " + COLUMNS + " columns is not: " + line);
        }
        Map<String, String> steps = new LinkedHashMap<>();
        for (MatchResult step : STEP.matcher(cells[4]).results().toList()) {
            steps.put(step.group(1), step.group(2) + " " + step.group(3));
        }
        return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip(), steps);
    }

    private static Path document() {
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.exists(place.resolve("mvnw"))) {
                return place.resolve("docs").resolve("compatibility.md");
            }
        }
        throw new AssertionError("The tests run inside the checkout.");
    }
}
