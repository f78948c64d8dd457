package io.telemeter.sampling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/// The physical memory of this machine, as `psutil.virtual_memory` counts it.
///
/// Used is everything that is not available to programs, `total - available`, as psutil does since 7.1.0; before, it
/// left out only what was free, cached or a buffer. Its percentage has always been the one here.
///
/// @param totalBytes
///            `MemTotal`
/// @param availableBytes
///            `MemAvailable`: what programs can get without swapping; from 0 to total
public record MemoryUsage(long totalBytes, long availableBytes) implements Measurement {

    public MemoryUsage {
        if (totalBytes < 0 || availableBytes < 0 || availableBytes > totalBytes) {
            throw new IllegalArgumentException("memory: " + availableBytes + " of " + totalBytes + " bytes available");
        }
    }

    /// The bytes that are not available.
    public long usedBytes() {
        return totalBytes - availableBytes;
    }

    /// Used by total, in percent with one decimal.
    public double usedPercent() {
        return Percent.of(usedBytes(), totalBytes);
    }

    /// Reads `/proc/meminfo`, on kernels that do not say what is available `/proc/zoneinfo` too.
    static final class Sensor implements io.telemeter.sampling.Sensor {

        /// An exbibyte in KiB: nothing is larger, and no sum of some overflows.
        private static final long MOST_KIB = 1L << 50;

        /// The entry of the page size in the auxiliary vector, `AT_PAGESZ` in the kernel's `auxvec.h`.
        private static final long PAGE_SIZE_ENTRY = 6;

        private final ProcFiles files;

        Sensor(ProcFiles files) {
            this.files = files;
        }

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public MemoryUsage read() throws SamplingException {
            Map<String, Long> fields = parse(files.read("meminfo"));
            long total = required(fields, "MemTotal");
            long free = required(fields, "MemFree");
            // Some kernels say 0 where they mean that they do not know.
            long available = fields.getOrDefault("MemAvailable", 0L);
            if (available == 0) {
                available = Math.max(0, estimateAvailable(fields, free));
            }
            // In a container the total may be its own and the rest the host's.
            if (available > total) {
                available = free;
            }
            return new MemoryUsage(total, Math.min(available, total));
        }

        /// The numbers of `/proc/meminfo` in bytes; "kB" there means KiB. A line without a number is passed over, for a
        /// kernel may add what it likes.
        private static Map<String, Long> parse(byte[] meminfo) {
            Map<String, Long> fields = new HashMap<>();
            for (String line : new String(meminfo, ISO_8859_1).lines().toList()) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    String value = line.substring(colon + 1).strip();
                    int digits = 0;
                    while (digits < value.length() && value.charAt(digits) >= '0' && value.charAt(digits) <= '9') {
                        digits++;
                    }
                    if (digits > 0 && digits <= 18) {
                        fields.put(line.substring(0, colon).strip(),
                                Math.min(Long.parseLong(value.substring(0, digits)), MOST_KIB) * 1024);
                    }
                }
            }
            return fields;
        }

        private static long required(Map<String, Long> fields, String name) throws SamplingException {
            Long value = fields.get(name);
            if (value == null) {
                throw new SamplingException("/proc/meminfo: no line " + name);
            }
            return value;
        }

        /// What the kernel itself would answer since 3.14: free memory above the low watermarks, and the halves of page
        /// cache and reclaimable slabs that the kernel gives up readily. Without the files it takes: free plus cached.
        private long estimateAvailable(Map<String, Long> fields, long free) {
            Long activeFile = fields.get("Active(file)");
            Long inactiveFile = fields.get("Inactive(file)");
            Long reclaimable = fields.get("SReclaimable");
            if (activeFile == null || inactiveFile == null || reclaimable == null) {
                return free + fields.getOrDefault("Cached", 0L);
            }
            long watermark;
            try {
                watermark = lowWatermarkPages() * pageBytes();
            } catch (SamplingException e) {
                return free + fields.getOrDefault("Cached", 0L);
            }
            long pageCache = activeFile + inactiveFile;
            return free - watermark
                    + pageCache - Math.min(pageCache / 2, watermark)
                    + reclaimable - Math.min(reclaimable / 2, watermark);
        }

        private long lowWatermarkPages() throws SamplingException {
            long pages = 0;
            for (String line : new String(files.read("zoneinfo"), ISO_8859_1).lines().toList()) {
                String[] words = line.strip().split("[ \t]+", -1);
                if (words.length == 2 && words[0].equals("low") && words[1].matches("[0-9]{1,12}")) {
                    pages += Long.parseLong(words[1]);
                }
            }
            return pages;
        }

        /// Java has no call for the page size; the kernel tells it to every process in pairs of words, ended by 0.
        private long pageBytes() throws SamplingException {
            ByteBuffer vector = ByteBuffer.wrap(files.read("self/auxv")).order(ByteOrder.nativeOrder());
            while (vector.remaining() >= 2 * Long.BYTES) {
                long entry = vector.getLong();
                long value = vector.getLong();
                if (entry == PAGE_SIZE_ENTRY && value >= 1024 && value <= 1 << 20) {
                    return value;
                }
            }
            throw new SamplingException("/proc/self/auxv: no page size");
        }
    }
}
