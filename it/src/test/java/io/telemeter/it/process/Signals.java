package io.telemeter.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Signals that Java has no call for.
final class Signals {
    private Signals() {}

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
