package io.telemeter.cli.process;

import java.lang.System.Logger.Level;

/// How much a service writes to its log.
///
/// @param level the least that is written
/// @param stackTraces whether errors come with theirs
public record LogDetail(Level level, boolean stackTraces) {
    /// What is worth a line, errors without stack traces.
    public static final LogDetail USUAL = new LogDetail(Level.INFO, false);
}
