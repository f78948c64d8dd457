package io.telemeter.bench.measure;

import java.io.IOException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// How busy the whole machine was since some moment, from `/proc/stat` (proc(5)): tells whether a figure was measured on a
/// quiet machine.
public final class SystemLoad {
    private static final long NANOS_PER_TICK = 10_000_000;
    /// Columns of the line `cpu`: user, nice, system, idle, iowait, irq, softirq, steal, and guest times counted in those.
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;
    private static final int LAST = 7;

    private final long busyTicks;
    private final long startNanos;

    private SystemLoad(long busyTicks, long startNanos) {
        this.busyTicks = busyTicks;
        this.startNanos = startNanos;
    }

    /// From now on.
    public static SystemLoad begin() {
        return new SystemLoad(busyTicks(), System.nanoTime());
    }

    /// Processors that were busy with anything but the measurement, in words.
    ///
    /// @param ownNanos processor time that the programs of the measurement used meanwhile
    public String foreign(long ownNanos) {
        if (busyTicks < 0) {
            return "unknown";
        }
        double busy = (busyTicks() - busyTicks) * (double) NANOS_PER_TICK;
        double processors = Math.max(0, busy - ownNanos) / (System.nanoTime() - startNanos);
        return Report.decimal(processors, 2, RoundingMode.UP) + " processors busy";
    }

    /// -1 where the system does not tell.
    private static long busyTicks() {
        try {
            return busyTicks(Files.readString(Path.of("/proc/stat")));
        } catch (IOException _) {
            return -1;
        }
    }

    static long busyTicks(String stat) {
        String[] columns = stat.lines().findFirst().orElseThrow().strip().split(" +", -1);
        long[] ticks = Arrays.stream(columns).skip(1).limit(LAST + 1).mapToLong(Long::parseLong).toArray();
        return Arrays.stream(ticks).sum() - ticks[IDLE] - ticks[IOWAIT];
    }
}
