package io.telemeter.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Runs commands in this process, with its standard streams changed for that time.
final class Terminal {
    private Terminal() {}

    /// What a command left behind.
    record Result(int exitCode, String output, String errors) {}

    static Result hypergolix(byte[] input, String... arguments) {
        return run(new HypergolixCommand(), input, arguments);
    }

    private static Result run(Object command, byte[] input, String... arguments) {
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream(input));
            System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
            int exitCode = Program.run(command, arguments);
            System.out.flush();
            return new Result(exitCode, output.toString(StandardCharsets.UTF_8),
                    errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }
}
