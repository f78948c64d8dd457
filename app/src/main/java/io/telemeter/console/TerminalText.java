package io.telemeter.console;

import java.util.HexFormat;

/// Makes text that comes from elsewhere safe to print: a status, a name, a message of a peer or of the system.
///
/// Left as it is: what the Unicode of this Java calls a letter, mark, number, punctuation or symbol, and the blank; line
/// feeds in a [#block]. Everything else is shown by its code point as `<U+001B>`: control characters (C0, DEL and C1, so
/// tabs and carriage returns too), format characters (bidirectional controls, zero-width characters, tags), lone
/// surrogates, private and unassigned code points, line and paragraph separators, blanks other than the ordinary one, and
/// letters and marks that are drawn as nothing. Of the marks that sit on another character, four are left in a row, and
/// none without a character below it. Where the text itself says `<U+`, its `<` is shown as `<U+003C>`, so that these
/// forms cannot be forged.
///
/// Text beyond the limit is cut and ends with a mark that counts the code points left out: `<U+... 120 more>`.
public final class TerminalText {

    /// Marks on one character that are shown; more would run over the lines above and below.
    private static final int MOST_MARKS = 4;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String ESCAPE = "<U+";

    private final StringBuilder shown = new StringBuilder();
    private final String text;
    private final int limit;
    private final boolean lineFeeds;
    private int marks;

    private TerminalText(String text, int limit, boolean lineFeeds) {
        if (limit < 0) {
            throw new IllegalArgumentException("negative limit: " + limit);
        }
        this.text = text;
        this.limit = limit;
        this.lineFeeds = lineFeeds;
    }

    /// Text of several lines.
    ///
    /// @param limit
    ///            `char`s shown at most; the mark of a cut comes on top
    public static String block(String text, int limit) {
        return new TerminalText(text, limit, true).show();
    }

    /// Text of one line: line feeds are shown as `<U+000A>`.
    ///
    /// @param limit
    ///            `char`s shown at most; the mark of a cut comes on top
    public static String line(String text, int limit) {
        return new TerminalText(text, limit, false).show();
    }

    private String show() {
        // At the beginning there is nothing a mark could sit on.
        marks = MOST_MARKS;
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            int length = shown.length();
            append(at, codePoint);
            if (shown.length() > limit) {
                shown.setLength(length);
                return shown + ESCAPE + "... " + text.codePointCount(at, text.length()) + " more>";
            }
            at += Character.charCount(codePoint);
        }
        return shown.toString();
    }

    private void append(int at, int codePoint) {
        if (isMark(codePoint) && !isInvisible(codePoint) && marks < MOST_MARKS) {
            shown.appendCodePoint(codePoint);
            marks++;
        } else if (codePoint == '\n' && lineFeeds) {
            shown.append('\n');
            marks = MOST_MARKS;
        } else if (isPrintable(codePoint) && !text.startsWith(ESCAPE, at)) {
            shown.appendCodePoint(codePoint);
            marks = 0;
        } else {
            shown.append(ESCAPE).append(HEX.toHexDigits(codePoint, digits(codePoint)))
                    .append('>');
            marks = MOST_MARKS;
        }
    }

    private static int digits(int codePoint) {
        return codePoint > 0xFFFFF ? 6 : codePoint > 0xFFFF ? 5 : 4;
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> !isMark(codePoint) && !isInvisible(codePoint);
        };
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    /// Letters and marks among Unicode's Default_Ignorable_Code_Point: fillers, joiners and variation selectors.
    private static boolean isInvisible(int codePoint) {
        return codePoint == 0x034F
                || codePoint == 0x115F || codePoint == 0x1160 || codePoint == 0x3164 || codePoint == 0xFFA0
                || codePoint == 0x17B4 || codePoint == 0x17B5
                || (codePoint >= 0x180B && codePoint <= 0x180F)
                || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }
}
