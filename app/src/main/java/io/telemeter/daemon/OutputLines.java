package io.telemeter.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// The lines that another process writes, for one reader who waits only so long. A thread of its own reads them, 64
/// ahead at most; of a line longer than 8 KiB the rest is dropped.
final class OutputLines {

    private static final int MOST_LINES_AHEAD = 64;
    private static final int MOST_BYTES = 8 << 10;

    /// The end of the output is an empty entry.
    private final BlockingQueue<Optional<String>> ahead = new ArrayBlockingQueue<>(MOST_LINES_AHEAD);
    private final InputStream stream;
    private final Thread reader;

    OutputLines(InputStream stream) {
        this.stream = new BufferedInputStream(stream);
        this.reader = Thread.ofPlatform().daemon().name("launch-output").start(this::read);
    }

    /// The next line.
    ///
    /// @param end
    ///            until when to wait, on [System#nanoTime()]
    /// @return empty if the output has ended, or no line came until then
    Optional<String> next(long end) throws InterruptedException {
        Optional<String> line = ahead.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        return line == null ? Optional.empty() : line;
    }

    /// Lets the reading thread end: at once if it waits for room, otherwise with the output.
    void stop() {
        reader.interrupt();
    }

    private void read() {
        try {
            readLines();
            ahead.put(Optional.empty());
        } catch (InterruptedException _) {
            // Nobody reads on.
        }
    }

    private void readLines() throws InterruptedException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int next = stream.read(); next >= 0; next = stream.read()) {
                if (next == '\n') {
                    ahead.put(Optional.of(line.toString(UTF_8)));
                    line.reset();
                } else if (line.size() < MOST_BYTES) {
                    line.write(next);
                }
            }
        } catch (IOException _) {
            // The stream was closed under us: its end as well.
        }
        if (line.size() > 0) {
            ahead.put(Optional.of(line.toString(UTF_8)));
        }
    }
}
