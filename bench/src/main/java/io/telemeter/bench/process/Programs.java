package io.telemeter.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts the programs that are measured: as shipped, through the launchers of the checkout that `bench/run` names, or,
/// in tests, with the class path of this process.
public final class Programs {
    /// Set by `bench/run` to the checkout.
    private static final String ROOT_PROPERTY = "bench.root";

    private Programs() {}

    /// Whether the launchers are used, and with them the JVM options that are shipped.
    public static boolean shipped() {
        return System.getProperty(ROOT_PROPERTY) != null;
    }

    /// A relay over an empty store in `home`, listening on a free port of the loopback interface.
    public static RelayProcess relay(Path home) throws IOException, InterruptedException {
        return new RelayProcess(startRelay(home, List.of()));
    }

    /// The same under `strace`, which notes every flush to disk in `syncs`. Slower, but the number of flushes is right.
    public static RelayProcess tracedRelay(Path home, Path syncs) throws IOException, InterruptedException {
        return new RelayProcess(startRelay(home, List.of("strace", "-f", "-qq", "--seccomp-bpf",
                "-e", "trace=fsync,fdatasync,sync_file_range,msync", "-o", syncs.toString())));
    }

    private static Program startRelay(Path home, List<String> prefix) throws IOException {
        Files.writeString(home.resolve("hypergolix.yml"), "server:\n  port: 0\n");
        List<String> command = new ArrayList<>(prefix);
        command.addAll(command("hypergolix", "HypergolixCommand"));
        command.addAll(List.of("start", "server", "--foreground"));
        return Program.start("relay", command, Map.of("HYPERGOLIX_HOME", home.toString()));
    }

    /// `telemeter` with these arguments.
    public static Program telemeter(String name, List<String> arguments) throws IOException {
        List<String> command = command("telemeter", "TelemeterCommand");
        command.addAll(arguments);
        return Program.start(name, command, Map.of());
    }

    /// Another process of this program, with these arguments.
    public static Program self(String name, List<String> arguments) throws IOException {
        List<String> command = java();
        command.add("io.telemeter.bench.BenchCommand");
        command.addAll(arguments);
        return Program.start(name, command, Map.of());
    }

    private static List<String> command(String launcher, String mainClass) {
        @Nullable
        String root = System.getProperty(ROOT_PROPERTY);
        if (root != null) {
            return new ArrayList<>(List.of(Path.of(root, launcher).toString()));
        }
        List<String> command = java();
        command.add("io.telemeter.cli." + mainClass);
        return command;
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path", "")));
        if (!shipped()) {
            // Tests want a fast start.
            command.addAll(1, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        }
        return command;
    }
}
