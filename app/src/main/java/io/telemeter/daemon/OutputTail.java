package io.telemeter.daemon;

import java.util.ArrayDeque;
import java.util.Deque;

/// The last lines of a program's ordinary output.
final class OutputTail {

    private static final int MOST_LINES = 20;

    private final Deque<String> lines = new ArrayDeque<>();

    void add(String line) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    String text() {
        return String.join("\n", lines);
    }
}
