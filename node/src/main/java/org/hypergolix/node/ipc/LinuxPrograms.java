package org.hypergolix.node.ipc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which programs of this user are at the other ends of connections to a port of this machine, from the kernel's socket
/// tables and the open files of each process (proc_net(5), proc_pid_fd(5)). For people: what cannot be found is left out.
final class LinuxPrograms {
    private static final String ESTABLISHED = "01";
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private final Path proc;

    /// @param proc `/proc`
    LinuxPrograms(Path proc) {
        this.proc = proc;
    }

    /// A process.
    ///
    /// @param name as the kernel has it, at most 15 characters
    record Program(long pid, String name) {}

    /// The programs by the port at their end.
    Map<Integer, Program> connectedTo(int port) {
        Map<String, Integer> sockets = new HashMap<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            collect(proc.resolve(table), port, sockets);
        }
        Map<Integer, Program> programs = new HashMap<>();
        if (sockets.isEmpty()) {
            return programs;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                find(process, sockets, programs);
            }
        } catch (IOException _) {
            // A system without such a directory.
        }
        return programs;
    }

    /// @param into from the link that an open file shows to the port
    private static void collect(Path table, int port, Map<String, Integer> into) {
        List<String> lines;
        try {
            lines = Files.readAllLines(table, StandardCharsets.US_ASCII);
        } catch (IOException _) {
            return;
        }
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+", INODE + 2);
            if (fields.length > INODE && fields[STATE].equals(ESTABLISHED)
                    && portOf(fields[REMOTE]).filter(remote -> remote == port).isPresent()) {
                portOf(fields[LOCAL]).ifPresent(local -> into.put("socket:[" + fields[INODE] + "]", local));
            }
        }
    }

    private static Optional<Integer> portOf(String address) {
        int colon = address.lastIndexOf(':');
        try {
            return colon < 0 ? Optional.empty() : Optional.of(Integer.parseInt(address.substring(colon + 1), 16));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static void find(Path process, Map<String, Integer> sockets, Map<Integer, Program> into) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                Integer port = sockets.get(Files.readSymbolicLink(file).toString());
                if (port != null) {
                    String name = Files.readString(process.resolve("comm"), StandardCharsets.UTF_8).strip();
                    into.put(port, new Program(Long.parseLong(process.getFileName().toString()), name));
                }
            }
        } catch (IOException | RuntimeException _) {
            // Another user's process, or one that is just ending.
        }
    }
}
