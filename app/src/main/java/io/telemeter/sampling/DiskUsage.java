package io.telemeter.sampling;

import static java.util.Objects.requireNonNull;

import java.io.File;

/// The space of one file system, as `psutil.disk_usage` and `df` count it.
///
/// The share used leaves the blocks reserved for root out of the whole: `used / (used + available)`. So it reaches 100
/// % when users can write no more, and used and available do not add up to the total.
///
/// @param path
///            where the file system is mounted, or any file in it
/// @param totalBytes
///            its size
/// @param freeBytes
///            free to root; from 0 to total
/// @param availableBytes
///            free to everybody; from 0 to free
public record DiskUsage(String path, long totalBytes, long freeBytes, long availableBytes) implements Measurement {

    public DiskUsage {
        requireNonNull(path, "path");
        if (availableBytes < 0 || availableBytes > freeBytes || freeBytes > totalBytes) {
            throw new IllegalArgumentException(
                    path + ": " + availableBytes + " available, " + freeBytes + " free of " + totalBytes + " bytes");
        }
    }

    /// The bytes in use.
    public long usedBytes() {
        return totalBytes - freeBytes;
    }

    /// Used by used and available, in percent with one decimal.
    public double usedPercent() {
        return Percent.of(usedBytes(), usedBytes() + availableBytes);
    }

    /// Brings three numbers that were read one after the other into order.
    ///
    /// @param available
    ///            above the total it is not a race but a wrapped number: a file system filled beyond the blocks
    ///            reserved for root has a negative rest, which some systems report as a huge one. Nothing is available
    ///            then
    static DiskUsage ofRaw(String path, long total, long free, long available) {
        long orderedFree = Math.clamp(free, 0, total);
        long orderedAvailable = available > total ? 0 : Math.clamp(available, 0, orderedFree);
        return new DiskUsage(path, total, orderedFree, orderedAvailable);
    }

    /// Asks the system about the file system at a path. Hangs as long as that file system does.
    static final class Sensor implements io.telemeter.sampling.Sensor {

        private final File file;

        Sensor(File file) {
            this.file = file;
        }

        @Override
        public String name() {
            return "disk " + file;
        }

        @Override
        public DiskUsage read() throws SamplingException {
            long total = file.getTotalSpace();
            if (total <= 0) {
                throw new SamplingException(
                        file + (file.exists() ? ": the system does not say its size" : ": no such directory"));
            }
            return ofRaw(file.getPath(), total, file.getFreeSpace(), file.getUsableSpace());
        }
    }
}
