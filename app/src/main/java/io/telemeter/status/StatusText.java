package io.telemeter.status;

import io.telemeter.status.StatusSnapshot.Space;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The text of a status, one string with `\n` line ends that closes with an empty line:
///
/// ```
/// 2016.12.14 @ 09:17:10
/// ==========
/// CPU:
/// ----------
///   3.0%
///   0.0%
/// MEM:
/// ----------
///   Avail: 5.21 GiB
///   Total: 7.80 GiB
///   Used:  33.2%
/// DISK:
/// ----------
///   Avail: 88.15 GiB
///   Total: 109.86 GiB
///   Used:  15.5%
///
/// ```
///
/// The same in every locale. What could not be measured is one line `  unavailable` in the place of its numbers.
public final class StatusText {

    static final String UNAVAILABLE = "unavailable";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu.MM.dd @ HH:mm:ss", Locale.ROOT);
    private static final String DOUBLE_RULE = "==========\n";
    private static final String RULE = "----------\n";

    private StatusText() {}

    /// Writes a snapshot; percentages get one decimal (half-even), sizes the form of [ByteSize].
    public static String write(StatusSnapshot snapshot) {
        StringBuilder text = new StringBuilder(256);
        text.append(TIME.format(snapshot.time())).append('\n').append(DOUBLE_RULE);
        text.append("CPU:\n").append(RULE);
        for (double percent : snapshot.cpuPercents()) {
            text.append("  ").append(percent(percent)).append('\n');
        }
        if (snapshot.cpuPercents().isEmpty()) {
            text.append("  " + UNAVAILABLE + "\n");
        }
        text.append("MEM:\n").append(RULE);
        writeSpace(text, snapshot.memory());
        text.append("DISK:\n").append(RULE);
        writeSpace(text, snapshot.disk());
        return text.append('\n').toString();
    }

    private static void writeSpace(StringBuilder text, @Nullable Space space) {
        if (space == null) {
            text.append("  " + UNAVAILABLE + "\n");
            return;
        }
        text.append("  Avail: ").append(ByteSize.format(space.availableBytes())).append('\n');
        text.append("  Total: ").append(ByteSize.format(space.totalBytes())).append('\n');
        text.append("  Used:  ").append(percent(space.usedPercent())).append('\n');
    }

    private static String percent(double percent) {
        return new BigDecimal(percent).setScale(1, RoundingMode.HALF_EVEN).toPlainString() + "%";
    }

    /// Recognises a status text and reads its numbers. Sizes come back as near as their two decimals go.
    ///
    /// Takes any number of blanks around the values, `\r\n` line ends, rules of three or more signs, and no or many empty
    /// lines at the end; everything else must be as [#write] leaves it. Never needed to show a status: what is empty here may
    /// still be shown as text.
    ///
    /// @return empty if the text is anything else, or longer than 65,536 characters
    public static Optional<StatusSnapshot> read(String text) {
        return StatusParser.parse(text);
    }
}
