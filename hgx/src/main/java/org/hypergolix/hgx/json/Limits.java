package org.hypergolix.hgx.json;

/// Refuses texts that would cost too much before anything reads them.
final class Limits {
    private Limits() {}

    static void check(String text) {
        if (text.length() > JsonFormat.LONGEST_TEXT) {
            throw new IllegalArgumentException("more than " + JsonFormat.LONGEST_TEXT + " characters of JSON");
        }
        int depth = 0;
        boolean inString = false;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (inString) {
                if (character == '\\') {
                    index++;
                } else if (character == '"') {
                    inString = false;
                }
            } else if (character == '"') {
                inString = true;
            } else if (character == '[' || character == '{') {
                checkDepth(++depth);
            } else if (character == ']' || character == '}') {
                depth--;
            }
        }
    }

    static void checkDepth(int depth) {
        if (depth > JsonFormat.DEEPEST) {
            throw new IllegalArgumentException(
                    "arrays and objects are nested more than " + JsonFormat.DEEPEST + " times");
        }
    }
}
