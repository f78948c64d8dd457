package io.telemeter.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a process has used so far, from `/proc` (proc(5)). Zeros where the system does not tell or the process is gone.
///
/// @param cpuNanos user and system time of all its threads, in steps of 10 ms
/// @param residentKib what of it is in memory (RSS)
/// @param proportionalKib the same with shared pages divided by those who share them (PSS)
/// @param anonymousKib what of it is neither a file nor shared memory: heap, stacks, compiled code
/// @param peakKib the most that was in memory
/// @param writtenBytes handed to the file system for the disk
public record ProcessUsage(
        long cpuNanos, long residentKib, long proportionalKib, long anonymousKib, long peakKib, long writtenBytes) {
    private static final long NANOS_PER_TICK = 10_000_000;
    /// Fields of `stat` after the name, which ends with the last parenthesis: state is the first.
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /// Of the process with this number.
    public static ProcessUsage of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        String status = text(process.resolve("status"));
        return new ProcessUsage(
                cpuNanos(text(process.resolve("stat"))),
                number(status, "VmRSS:"),
                number(text(process.resolve("smaps_rollup")), "Pss:"),
                number(status, "RssAnon:"),
                number(status, "VmHWM:"),
                number(text(process.resolve("io")), "write_bytes:"));
    }

    /// Processor time of all of them.
    public static long cpuNanos(List<Long> pids) {
        return pids.stream().mapToLong(pid -> of(pid).cpuNanos()).sum();
    }

    static long cpuNanos(String stat) {
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * NANOS_PER_TICK;
    }

    static long number(String lines, String name) {
        return lines.lines().filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split(" ", -1)[0])
                .mapToLong(Long::parseLong).findFirst().orElse(0);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }
}
