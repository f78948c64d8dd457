package io.telemeter.cli.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Another run of this program: through the same launcher, or else with the same Java runtime and modules.
public enum OwnProgram {
    TELEMETER("telemeter", "TelemeterCommand"),
    HYPERGOLIX("hypergolix", "HypergolixCommand");

    private final String launcher;
    private final String mainClass;

    OwnProgram(String launcher, String mainClass) {
        this.launcher = launcher;
        this.mainClass = mainClass;
    }

    /// The command line that runs this program with `arguments`.
    public List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        // Launchers say where they are; they know the options of the JVM that fit each command.
        @Nullable
        String own = System.getProperty("telemeter.launcher");
        if (own != null) {
            command.add(Path.of(own).resolveSibling(launcher).toString());
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("--enable-native-access=org.xerial.sqlitejdbc");
            command.add("--module-path");
            command.add(System.getProperty("jdk.module.path", ""));
            command.add("--module");
            command.add("io.telemeter.cli/io.telemeter.cli." + mainClass);
        }
        command.addAll(List.of(arguments));
        return command;
    }
}
