package io.telemeter.cli;

import io.telemeter.console.FailureText;
import java.io.PrintWriter;
import java.util.List;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.ApiId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Runs a command the way every command of this project behaves: an error is one line on standard error that says what
/// is wrong, exit code 2 for wrong usage and 1 for failure. `TELEMETER_DEBUG=1` in the environment adds the stack trace.
final class Program {
    private Program() {}

    static int run(Object command, String... arguments) {
        return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Ghid.class, Program::ghid).registerConverter(ApiId.class, Program::apiId)
                .setParameterExceptionHandler(Program::wrongUsage).setExecutionExceptionHandler(Program::failure)
                .execute(arguments);
    }

    /// A fingerprint or address in its text form.
    private static Ghid ghid(String text) {
        try {
            return Ghid.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(String.valueOf(wrong.getMessage()));
        }
    }

    /// A schema in its text form.
    private static ApiId apiId(String text) {
        try {
            return ApiId.ofHex(text);
        } catch (IllegalArgumentException _) {
            throw new TypeConversionException(
                    "An api id has " + 2 * ApiId.LENGTH + " hexadecimal digits, not '" + text + "'.");
        }
    }

    private static int wrongUsage(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String message = plain(command, oneLine(exception.getMessage()));
        command.getErr().println(name + ": " + message + (message.endsWith(".") ? "" : ".") + suggestion(exception)
                + " Try '" + name + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /// Some messages of the library in the words of a person.
    private static String plain(CommandLine command, String message) {
        return message.equals("Missing required subcommand")
                ? "One of these is needed: " + String.join(", ", command.getSubcommands().keySet()) + "."
                : message.replace("is not an int", "is no whole number");
    }

    private static String suggestion(ParameterException exception) {
        List<String> known = exception instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions()
                : List.of();
        return known.isEmpty() ? "" : " Did you mean " + String.join(", ", known) + "?";
    }

    private static int failure(Exception exception, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + FailureText.of(exception));
        if ("1".equals(System.getenv("TELEMETER_DEBUG"))) {
            exception.printStackTrace(err);
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "unknown error" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
