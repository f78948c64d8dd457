package io.telemeter.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How the running program was started.
public final class ThisProgram {

    private ThisProgram() {}

    /// The command line that starts this program once more with the same arguments: the executable by its full path,
    /// then everything as it was given, the Java machine's options included.
    ///
    /// @throws IOException
    ///             if the system does not tell; the message is one line
    public static List<String> command() throws IOException {
        ProcessHandle.Info information = ProcessHandle.current().info();
        List<String> command = new ArrayList<>();
        command.add(information.command()
                .orElseThrow(() -> new IOException("the system does not tell what program this is")));
        command.addAll(arguments(information));
        return command;
    }

    private static List<String> arguments(ProcessHandle.Info information) throws IOException {
        Path commandLine = Path.of("/proc/self/cmdline");
        if (Files.isReadable(commandLine)) {
            // Whole, where the JDK's own call gives up beyond a page: module paths are long.
            return split(new String(Files.readAllBytes(commandLine), nativeCharset()));
        }
        return information.arguments().map(Arrays::asList)
                .orElseThrow(() -> new IOException("the system does not tell how this program was started"));
    }

    private static Charset nativeCharset() {
        String name = System.getProperty("sun.jnu.encoding");
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : UTF_8;
    }

    /// Each argument ends with a NUL; the first is the program's name.
    static List<String> split(String commandLine) {
        List<String> words = List.of(commandLine.split("\0", -1));
        return words.size() < 2 ? List.of() : words.subList(1, words.size() - 1);
    }
}
