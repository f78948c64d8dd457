package io.telemeter.status;

import static java.util.Objects.requireNonNull;

import io.telemeter.sampling.CpuUsage;
import io.telemeter.sampling.DiskUsage;
import io.telemeter.sampling.MemoryUsage;
import io.telemeter.sampling.SystemSample;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one status text says.
///
/// @param time
///            local time of the watched machine, in whole seconds; the text has no zone. Year 0 to 9999
/// @param cpuPercents
///            busy share of each logical CPU; empty if it could not be measured
/// @param memory
///            physical memory; absent if it could not be measured
/// @param disk
///            the file system of `/`; absent if it could not be measured
public record StatusSnapshot(LocalDateTime time, List<Double> cpuPercents, @Nullable Space memory,
        @Nullable Space disk) {

    /// Bytes that can be had, bytes there are, and the share in use in percent (0 to 100).
    public record Space(long availableBytes, long totalBytes, double usedPercent) {

        /// @throws IllegalArgumentException
        ///             if a number is negative or not finite, or the percentage above 100
        public Space {
            if (availableBytes < 0 || totalBytes < 0) {
                throw new IllegalArgumentException(
                        "a size cannot be negative: " + availableBytes + " of " + totalBytes + " bytes");
            }
            checkPercent(usedPercent);
        }
    }

    /// @throws IllegalArgumentException
    ///             if a percentage is not from 0 to 100, or the year not from 0 to 9999
    public StatusSnapshot {
        requireNonNull(time, "time");
        if (time.getYear() < 0 || time.getYear() > 9999) {
            throw new IllegalArgumentException("the year " + time.getYear() + " does not fit into a status");
        }
        time = time.truncatedTo(ChronoUnit.SECONDS);
        cpuPercents = List.copyOf(cpuPercents);
        cpuPercents.forEach(StatusSnapshot::checkPercent);
    }

    /// What the classic text tells of a sample: the probe of the CPUs, not the mean.
    public static StatusSnapshot of(SystemSample sample) {
        return new StatusSnapshot(sample.time().toLocalDateTime(),
                sample.find(CpuUsage.class).map(CpuUsage::probePercents).orElse(List.of()),
                sample.find(MemoryUsage.class).map(StatusSnapshot::space).orElse(null),
                sample.find(DiskUsage.class).map(StatusSnapshot::space).orElse(null));
    }

    private static Space space(MemoryUsage memory) {
        return new Space(memory.availableBytes(), memory.totalBytes(), memory.usedPercent());
    }

    private static Space space(DiskUsage disk) {
        return new Space(disk.availableBytes(), disk.totalBytes(), disk.usedPercent());
    }

    private static void checkPercent(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("not a percentage: " + percent);
        }
    }
}
