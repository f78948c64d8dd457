package io.telemeter.daemon;

import io.telemeter.daemon.LaunchProtocol.Verb;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What a program that was started detached tells the one that started it, until it is ready or has failed. Then its
/// standard output and error go to the null device, as its input did from the beginning, and the other one can end.
///
/// Thread-safe. Nothing here opens a port or a file: the report is a pipe that only the two have.
public final class LaunchReport implements AutoCloseable {

    private final LaunchProtocol protocol;
    private final FileOutputStream pipe = new FileOutputStream(FileDescriptor.out);
    private boolean closed;

    private LaunchReport(LaunchProtocol protocol) {
        this.protocol = protocol;
    }

    /// The report of this process; call it first of all, once. Empty if it was not started by [DetachedLaunch]: then it
    /// runs in the foreground.
    ///
    /// Where there was no `setsid` program to start this one, the process leaves the terminal's session here. That
    /// takes native access (`--enable-native-access=io.telemeter.app`), 80 ms and 13 MB, and is avoided otherwise.
    ///
    /// @throws IOException
    ///             if this process cannot leave the session; the other one has been told
    public static Optional<LaunchReport> ofThisProcess() throws IOException {
        String token = System.getenv(LaunchProtocol.VARIABLE);
        if (token == null || token.isEmpty()) {
            return Optional.empty();
        }
        LaunchReport report = new LaunchReport(new LaunchProtocol(token));
        long pid = ProcessHandle.current().pid();
        if (ProcStat.of(pid).map(stat -> stat.session() != pid).orElse(true)) {
            try {
                Session.leave();
            } catch (IOException e) {
                report.failed(e.getMessage() == null ? e.toString() : e.getMessage());
                throw e;
            }
        }
        return Optional.of(report);
    }

    /// Gives the user a line to read, such as the fingerprint. Line ends in it become blanks; beyond 2,000 characters
    /// it is cut.
    ///
    /// @throws IOException
    ///             if nobody listens any more: the user has given up, and this program should end
    public void say(String line) throws IOException {
        send(Verb.SAY, line);
    }

    /// Says that the program runs, and lets go of the terminal.
    ///
    /// @throws IOException
    ///             if nobody listens any more: the user has given up, and this program should end
    public synchronized void ready() throws IOException {
        send(Verb.READY, Long.toString(ProcessHandle.current().pid()));
        close();
    }

    /// Says why the program cannot run, in one line, and lets go of the terminal. Does nothing after [#ready()].
    public synchronized void failed(String reason) {
        if (!closed) {
            try {
                send(Verb.FAILED, reason);
            } catch (IOException _) {
                // Nobody wants to know any more.
            }
            close();
        }
    }

    private synchronized void send(Verb verb, String text) throws IOException {
        if (closed) {
            throw new IllegalStateException("the report is over");
        }
        pipe.write(protocol.encode(verb, text).getBytes(UTF_8));
        pipe.flush();
    }

    /// Lets go of the terminal without a word, unless that was done before.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            release(pipe, System.out);
            release(new FileOutputStream(FileDescriptor.err), System.err);
            System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
            System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
        }
    }

    /// On closing a standard stream Java puts the null device in its place, so that no file opened later gets its
    /// number.
    private static void release(FileOutputStream stream, PrintStream printer) {
        printer.flush();
        try {
            stream.close();
        } catch (IOException _) {
            // It is gone either way.
        }
    }
}
