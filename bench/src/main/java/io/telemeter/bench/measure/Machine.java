package io.telemeter.bench.measure;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a measurement was made. What a system does not tell is "unknown"; the details are those of Linux.
///
/// @param disk the file system of the measurement's files
public record Machine(String processor, int cores, String memory, String kernel, String java, String disk) {
    private static final String UNKNOWN = "unknown";

    /// This one.
    ///
    /// @param directory where the measurement keeps its files
    public static Machine of(Path directory) throws IOException {
        FileStore store = Files.getFileStore(directory);
        return new Machine(
                field("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch", UNKNOWN)),
                Runtime.getRuntime().availableProcessors(),
                field("/proc/meminfo", "MemTotal").map(Machine::mebibytes).orElse(UNKNOWN),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                store.type() + " on " + store.name());
    }

    /// The mean number of processes that ran or wanted to, over the last minute.
    public static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0];
        } catch (IOException _) {
            return UNKNOWN;
        }
    }

    private static Optional<String> field(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String mebibytes(String kibibytes) {
        return Long.parseLong(kibibytes.replace(" kB", "")) / 1_024 + " MiB";
    }
}
