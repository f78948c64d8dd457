package io.telemeter.cli.process;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Where log lines of this process go: one line each, with time, level and logger.
public final class Logs {
    private static final int FILE_BYTES = 5 * 1024 * 1024;
    private static final int FILES = 10;
    private static final String ROOT = "";

    static {
        System.setProperty("java.util.logging.manager", LastingLogs.class.getName());
    }

    private Logs() {}

    /// To standard error, warnings and worse only.
    public static void toStandardError() {
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.WARNING);
        use(handler, false);
    }

    /// To standard error, what `detail` says.
    static void toStandardError(LogDetail detail) {
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(level(detail));
        use(handler, detail.stackTraces());
    }

    /// To `NAME.0.log` in `directory`, which is made if it is missing. At 5 MiB a new file begins; ten are kept.
    ///
    /// @throws IOException if the directory or the file cannot be written
    public static void toFile(Path directory, String name, LogDetail detail) throws IOException {
        Files.createDirectories(directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // A percent sign in the path would be a pattern of the handler's own.
        String pattern = directory.resolve(name).toString().replace("%", "%%") + ".%g.log";
        FileHandler handler = new FileHandler(pattern, FILE_BYTES, FILES, true);
        handler.setLevel(level(detail));
        use(handler, detail.stackTraces());
    }

    /// Closes the log; what is logged afterwards is lost.
    static void close() {
        if (LogManager.getLogManager() instanceof LastingLogs logs) {
            logs.end();
        }
    }

    private static Level level(LogDetail detail) {
        return switch (detail.level()) {
            case ALL -> Level.ALL;
            case TRACE -> Level.FINER;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
            case OFF -> Level.OFF;
        };
    }

    private static void use(Handler handler, boolean stackTraces) {
        Logger root = Logger.getLogger(ROOT);
        for (Handler other : root.getHandlers()) {
            root.removeHandler(other);
        }
        // The root logger lets everything through that the handler wants, and nothing that others say at a finer level
        // than they are asked for is computed.
        root.setLevel(handler.getLevel());
        handler.setFormatter(new OneLine(stackTraces));
        root.addHandler(handler);
    }

    private static final class OneLine extends Formatter {
        private final boolean stackTraces;

        OneLine(boolean stackTraces) {
            this.stackTraces = stackTraces;
        }

        @Override
        public String format(LogRecord entry) {
            String message = formatMessage(entry).replaceAll("\\s*\\R\\s*", " ");
            Throwable thrown = entry.getThrown();
            if (thrown != null && stackTraces) {
                StringWriter trace = new StringWriter();
                thrown.printStackTrace(new PrintWriter(trace));
                return "%tF %<tT  %-7s  %s%n%s".formatted(entry.getMillis(), entry.getLevel().getName(), message,
                        trace);
            }
            return "%tF %<tT  %-7s  %s%s%n".formatted(entry.getMillis(), entry.getLevel().getName(), message,
                    thrown == null ? "" : "  (" + thrown + ")");
        }
    }
}
