package io.telemeter.it.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Runs `telemeter` and `hypergolix` as they are shipped, as modules in a JVM of their own, from what this build has
/// compiled; and ends whatever a test leaves running, also what went into the background.
///
/// Registered in a field it ends all commands after each test; made by [#shared] and registered in a static field,
/// after the last test of the class.
///
/// Nothing of the person who runs the tests is touched: `user.home`, the working directory and the directory for
/// temporary files are a directory of this object's own.
public final class Commands implements AfterEachCallback, AfterAllCallback, AutoCloseable {
    private static final String MARK = "TELEMETER_IT";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-Xshare:auto");
    private static final String MODULE_PATH = modulePath();

    private final boolean shared;
    private final String mark = UUID.randomUUID().toString();
    private final Path directory;
    private final ConcurrentLinkedQueue<RunningCommand> started = new ConcurrentLinkedQueue<>();

    /// For a field of the test: everything ends after each test.
    public Commands() {
        this(false);
    }

    private Commands(boolean shared) {
        this.shared = shared;
        try {
            this.directory = Files.createTempDirectory("telemeter-it-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// For a static field of the test: everything ends after the last test.
    public static Commands shared() {
        return new Commands(true);
    }

    /// The command `telemeter`.
    public CommandLine telemeter(String... arguments) {
        return command("telemeter", "TelemeterCommand", arguments);
    }

    /// The command `hypergolix`.
    public CommandLine hypergolix(String... arguments) {
        return command("hypergolix", "HypergolixCommand", arguments);
    }

    /// A main class of the tests, on the tests' own class path.
    public CommandLine program(Class<?> main, String... arguments) {
        List<String> words = java();
        words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path", ""),
                main.getName()));
        words.addAll(Arrays.asList(arguments));
        return new CommandLine(this, main.getSimpleName(), words, directory);
    }

    /// A source file that is compiled and run against the shipped jars, as its user does it.
    public CommandLine source(Path file, String... arguments) {
        List<String> words = java();
        words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", MODULE_PATH, file.toString()));
        words.addAll(Arrays.asList(arguments));
        return new CommandLine(this, file.getFileName().toString(), words, directory);
    }

    /// Any other program.
    public CommandLine words(List<String> words) {
        return new CommandLine(this, words.getFirst(), words, directory);
    }

    /// A relay process over the store in `home`, on a free port of loopback.
    public RelayProcess relay(Path home) {
        return new RelayProcess(this, home);
    }

    /// Writes a shell script into `place` that is the command `hypergolix`, as the launcher of the checkout is.
    public void hypergolixScript(Path place) throws IOException {
        String words = hypergolix().words().stream().map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        Files.writeString(place, "#!/bin/sh\nexec " + words + " \"$@\"\n");
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private CommandLine command(String name, String mainClass, String... arguments) {
        List<String> words = java();
        words.addAll(List.of("--enable-native-access=org.xerial.sqlitejdbc", "--module-path", MODULE_PATH, "--module",
                "io.telemeter.cli/io.telemeter.cli." + mainClass));
        words.addAll(Arrays.asList(arguments));
        return new CommandLine(this, name + " " + String.join(" ", arguments), words, directory);
    }

    private List<String> java() {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(SMALL);
        words.add("-Djava.io.tmpdir=" + directory);
        words.add("-Duser.home=" + directory);
        return words;
    }

    /// The jars and directories of the test class path that make up the shipped application, and no more.
    private static String modulePath() {
        Path[] entries = Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                .map(Path::of).filter(Files::exists).toArray(Path[]::new);
        return Configuration
                .resolveAndBind(ModuleFinder.of(entries), List.of(ModuleLayer.boot().configuration()),
                        ModuleFinder.of(), Set.of("io.telemeter.cli"))
                .modules().stream().map(ResolvedModule::reference).map(reference -> reference.location())
                .flatMap(Optional::stream).map(URI::getPath).sorted()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// The directory of temporary files of all commands, which is also their working directory and the user's home.
    public Path directory() {
        return directory;
    }

    void prepare(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("TELEMETER_") || name.startsWith("HYPERGOLIX_")
                || name.equals("JAVA_TOOL_OPTIONS") || name.equals("JDK_JAVA_OPTIONS"));
        environment.put(MARK, mark);
        environment.put("HOME", directory.toString());
    }

    RunningCommand started(RunningCommand command) {
        started.add(command);
        return command;
    }

    /// The processes that were started by commands of this object, or by what these started, and still run.
    ///
    /// Told by their environment, which they inherit wherever they go; on Linux only, elsewhere only those that the test
    /// started itself.
    public List<ProcessHandle> running() {
        return ProcessHandle.allProcesses().filter(this::isOurs).filter(ProcessHandle::isAlive).toList();
    }

    private boolean isOurs(ProcessHandle process) {
        if (started.stream().anyMatch(command -> command.isAlive() && command.pid() == process.pid())) {
            return true;
        }
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            return new String(environment, StandardCharsets.ISO_8859_1).contains(MARK + "=" + mark);
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!shared) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /// Kills what still runs and removes the directory. May be called more than once.
    @Override
    public void close() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (List<ProcessHandle> left = running(); !left.isEmpty(); left = running()) {
            left.forEach(ProcessHandle::destroyForcibly);
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("these processes cannot be ended: " + left);
            }
            pause();
        }
        started.forEach(RunningCommand::awaitExit);
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(20));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while ending processes", interrupted);
        }
    }
}
