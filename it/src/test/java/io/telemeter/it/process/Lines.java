package io.telemeter.it.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines that a process prints on one of its streams, kept from the first to the last.
///
/// Waits are generous, as machines that run tests are busy; they end at once with what was printed if the stream ends.
/// Thread-safe, but the position of [#next] is one for all.
public final class Lines {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_LINES = 100_000;

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> lines = new ArrayList<>();
    private boolean ended;
    private int position;

    Lines(String name) {
        this.name = name;
    }

    void add(String line) {
        lock.lock();
        try {
            if (lines.size() < MAX_LINES) {
                lines.add(line);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// All lines so far.
    public List<String> all() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a line in which `regex` is found, from the first line on.
    ///
    /// @return the match in the first such line
    public MatchResult await(String regex) {
        lock.lock();
        try {
            return find(Pattern.compile(regex), 0);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a line in which `regex` is found, after the last line that this method gave out.
    public MatchResult next(String regex) {
        lock.lock();
        try {
            return find(Pattern.compile(regex), position);
        } finally {
            lock.unlock();
        }
    }

    /// Lets [#next] begin after everything printed so far.
    public void skip() {
        lock.lock();
        try {
            position = lines.size();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the end of the stream.
    ///
    /// @return all lines
    public List<String> awaitEnd() {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (!ended) {
                left = await(left, "its end");
            }
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    private MatchResult find(Pattern pattern, int from) {
        long left = PATIENCE.toNanos();
        int next = from;
        while (true) {
            for (; next < lines.size(); next++) {
                Matcher matcher = pattern.matcher(lines.get(next));
                if (matcher.find()) {
                    position = next + 1;
                    return matcher.toMatchResult();
                }
            }
            if (ended) {
                throw new AssertionError(name + " ended without '" + pattern + "':" + text());
            }
            left = await(left, "'" + pattern + "'");
        }
    }

    @SuppressWarnings("WaitNotInLoop") // The callers are the loops.
    private long await(long nanos, String what) {
        try {
            long left = changed.awaitNanos(nanos);
            if (left <= 0) {
                throw new AssertionError(
                        name + " came not to " + what + " within " + PATIENCE.toSeconds() + " s:" + text());
            }
            return left;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what + " of " + name + ":" + text());
        }
    }

    private String text() {
        return lines.isEmpty() ? " nothing was printed" : "\n    " + String.join("\n    ", lines);
    }

    /// The stream's name and what it holds, for messages.
    @Override
    public String toString() {
        lock.lock();
        try {
            return name + ":" + text();
        } finally {
            lock.unlock();
        }
    }
}
