package io.telemeter.daemon;

import io.telemeter.daemon.LaunchProtocol.Message;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Starts a program that goes on without this one and without the terminal, and waits for its report.
///
/// The program runs in a session of its own, with the file mode mask 027, in the same working directory and
/// environment but for passwords: an environment can be read as long as its process runs. Its input is what it is given
/// here, a password mostly, and then at its end. Its output comes here until it has reported; its side of that is
/// [LaunchReport]. For POSIX systems.
public final class DetachedLaunch {

    private static final List<Path> USUAL_PLACES = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
    private static final Set<String> SECRET_VARIABLES = Set.of("HYPERGOLIX_PASSWORD");
    private static final int MOST_INPUT = 4 * 1024;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final LaunchProtocol protocol;
    private final Process process;
    private final OutputLines lines;
    private final Duration limit;
    private final long end;

    private DetachedLaunch(LaunchProtocol protocol, Process process, Duration limit) {
        this.protocol = protocol;
        this.process = process;
        this.lines = new OutputLines(process.getInputStream());
        this.limit = limit;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /// Starts a program and waits until it reports, ends, or takes too long. If the caller is interrupted or the
    /// program takes too long, it is stopped, at the latest 5 s later by force.
    ///
    /// @param command
    ///            executable and arguments, such as [ThisProgram#command()]
    /// @param limit
    ///            how long it may take until it is ready
    /// @param said
    ///            takes each line that the program has for the user, on the calling thread
    /// @throws IOException
    ///             if it cannot be started at all
    public static LaunchOutcome start(List<String> command, Duration limit, Consumer<String> said)
            throws IOException, InterruptedException {
        return start(command, new byte[0], limit, said);
    }

    /// The same with input for the program.
    ///
    /// @param input
    ///            all of its standard input, at most 4 KiB; the caller wipes it
    public static LaunchOutcome start(List<String> command, byte[] input, Duration limit, Consumer<String> said)
            throws IOException, InterruptedException {
        if (input.length > MOST_INPUT) {
            throw new IllegalArgumentException("More input than " + MOST_INPUT + " bytes.");
        }
        Path setsid = USUAL_PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
        return start(command, input, limit, said, setsid);
    }

    /// Starts a program with or without the help of another.
    ///
    /// @param setsid
    ///            the program that starts another in a session of its own; without it, the started one sees to that
    ///            itself
    static LaunchOutcome start(
            List<String> command, byte[] input, Duration limit, Consumer<String> said, @Nullable Path setsid)
            throws IOException, InterruptedException {
        LaunchProtocol protocol = new LaunchProtocol(token());
        ProcessBuilder builder = new ProcessBuilder(wrapped(command, setsid))
                .redirectErrorStream(true);
        if (input.length == 0) {
            builder.redirectInput(Redirect.from(new File("/dev/null")));
        }
        builder.environment().keySet().removeAll(SECRET_VARIABLES);
        builder.environment().put(LaunchProtocol.VARIABLE, protocol.token());
        Process process = builder.start();
        DetachedLaunch launch = new DetachedLaunch(protocol, process, limit);
        boolean settled = false;
        try {
            if (input.length > 0) {
                // Fits into the pipe, so nobody waits for anybody.
                try (OutputStream stdin = process.getOutputStream()) {
                    stdin.write(input);
                } catch (IOException _) {
                    // It has ended already; its report says why.
                }
            }
            LaunchOutcome outcome = launch.await(said);
            settled = !(outcome instanceof LaunchOutcome.TimedOut);
            return outcome;
        } finally {
            launch.lines.stop();
            if (!settled) {
                launch.kill();
            }
        }
    }

    private static String token() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Java cannot set the file mode mask, the shell can; `exec` leaves no shell behind.
    private static List<String> wrapped(List<String> command, @Nullable Path setsid) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "umask 027 && exec \"$@\"", "sh"));
        if (setsid != null) {
            words.add(setsid.toString());
        }
        words.addAll(command);
        return words;
    }

    private LaunchOutcome await(Consumer<String> said) throws InterruptedException {
        OutputTail output = new OutputTail();
        while (true) {
            Optional<String> line = lines.next(end);
            if (line.isEmpty()) {
                return unreported(output);
            }
            Optional<Message> message = protocol.decode(line.get());
            if (message.isEmpty()) {
                output.add(line.get());
                continue;
            }
            String text = message.get().text();
            switch (message.get().verb()) {
                case SAY -> said.accept(text);
                case READY -> {
                    return new LaunchOutcome.Ready(Long.parseLong(text));
                }
                case FAILED -> {
                    // Not more than politeness: whoever tries again at once should not meet the old one.
                    process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
                    return new LaunchOutcome.Failed(text);
                }
            }
        }
    }

    private LaunchOutcome unreported(OutputTail output) throws InterruptedException {
        if (process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return new LaunchOutcome.Ended(process.exitValue(), output.text());
        }
        return new LaunchOutcome.TimedOut(limit);
    }

    private void kill() {
        process.destroy();
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            interrupted = true;
            process.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
