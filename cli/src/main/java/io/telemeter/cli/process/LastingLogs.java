package io.telemeter.cli.process;

import java.util.logging.LogManager;

/// The platform's logging, which by itself goes silent at the first sign of a signal, in the middle of what this program
/// still has to do and to say. Here it lasts until [Logs#close].
public final class LastingLogs extends LogManager {
    /// For the platform, which is told the name of this class.
    public LastingLogs() {}

    /// Called by the platform's own shutdown hook.
    @Override
    public void reset() {}

    void end() {
        super.reset();
    }
}
