package io.telemeter.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Signals that Java has no call for.
final class Signals {
    private static final List<String> HEARING = List.of("env", "--default-signal=INT,QUIT,TERM,HUP");
    private static final boolean CAN_HEAR = canHear();

    private Signals() {}

    /// `words` as a command that hears signals. A shell lets what it starts in the background ignore SIGINT, and whatever
    /// that starts inherits it, these tests and their commands too.
    static List<String> hearing(List<String> words) {
        List<String> command = new ArrayList<>(CAN_HEAR ? HEARING : List.of());
        command.addAll(words);
        return command;
    }

    private static boolean canHear() {
        try {
            List<String> words = new ArrayList<>(HEARING);
            words.add("true");
            return new ProcessBuilder(words).start().waitFor() == 0;
        } catch (IOException _) {
            // Not a GNU system; there the tests must be started in the foreground.
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while looking for env", interrupted);
        }
    }

    /// Sends a signal to a process, or to a whole group if the number is negative.
    static void send(String signal, long pid) {
        try {
            int code = new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " -- " + pid).inheritIO().start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError("no signal " + signal + " to process " + pid);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while sending a signal", interrupted);
        }
    }
}
