package org.hypergolix.hgx.json;

import java.math.BigDecimal;

/// JSON being written, the way Python's `json.dumps` does with the separators `,` and `:`.
final class JsonText {
    private final StringBuilder text = new StringBuilder();
    private int depth;
    private boolean first = true;

    void open(char bracket) {
        Limits.checkDepth(++depth);
        text.append(bracket);
        first = true;
    }

    void close(char bracket) {
        depth--;
        text.append(bracket);
        first = false;
    }

    /// Before every element and every name.
    void next() {
        if (!first) {
            text.append(',');
        }
        first = false;
    }

    void name(String name) {
        next();
        string(name);
        text.append(':');
    }

    void literal(String literal) {
        text.append(literal);
        checkLength();
    }

    void string(String value) {
        text.append('"');
        for (int index = 0; index < value.length(); index++) {
            character(value.charAt(index));
        }
        text.append('"');
        checkLength();
    }

    /// A finite number in the shortest form that gives it back, as Python's `repr`.
    ///
    /// @param shortest what `Double.toString` or `Float.toString` says
    void floating(String shortest) {
        BigDecimal number = new BigDecimal(shortest).stripTrailingZeros();
        String digits = number.unscaledValue().abs().toString();
        // Where the point stands, counted from the start of the digits.
        int point = number.signum() == 0 ? 1 : digits.length() - number.scale();
        if (shortest.startsWith("-")) {
            text.append('-');
        }
        if (point <= -4 || point > 16) {
            scientific(digits, point - 1);
        } else if (point <= 0) {
            text.append("0.").repeat("0", -point).append(digits);
        } else if (point >= digits.length()) {
            text.append(digits).repeat("0", point - digits.length()).append(".0");
        } else {
            text.append(digits, 0, point).append('.').append(digits, point, digits.length());
        }
        checkLength();
    }

    private void scientific(String digits, int exponent) {
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        text.append(exponent < 0 ? "e-" : "e+");
        if (Math.abs(exponent) < 10) {
            text.append('0');
        }
        text.append(Math.abs(exponent));
    }

    private void character(char character) {
        switch (character) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\b' -> text.append("\\b");
            case '\f' -> text.append("\\f");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (character >= ' ' && character <= '~') {
                    text.append(character);
                } else {
                    text.append("\\u");
                    for (int shift = 12; shift >= 0; shift -= 4) {
                        text.append(Character.forDigit(character >> shift & 0xF, 16));
                    }
                }
            }
        }
    }

    private void checkLength() {
        if (text.length() > JsonFormat.LONGEST_TEXT) {
            throw new IllegalArgumentException("more than " + JsonFormat.LONGEST_TEXT + " characters of JSON");
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
