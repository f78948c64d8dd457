package io.telemeter.sampling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/// One `cpuN` line of `/proc/stat`: how long one logical CPU did what since the machine started, in clock ticks (1/100
/// s).
///
/// The fields `guest` and `guest_nice` are left out: the kernel counts them in `user` and `nice` as well, and psutil
/// subtracts them again.
record CpuTicks(int number, long user, long nice, long system, long idle, long ioWait, long irq, long softIrq,
        long steal) {

    /// `user nice system idle` are there since Linux 2.4; a kernel that writes fewer of the others counts them as 0.
    private static final int LEAST_FIELDS = 4;

    /// A CPU needs 300,000 years for more digits; with fewer, no sum of fields overflows.
    private static final int MOST_DIGITS = 15;

    /// The logical CPUs that are online, in the order of the file. The `cpu` line of the whole machine is passed over.
    ///
    /// @param stat
    ///            the content of `/proc/stat`
    /// @throws SamplingException
    ///             if a `cpuN` line cannot be understood, or there is none
    static List<CpuTicks> parse(byte[] stat) throws SamplingException {
        List<CpuTicks> cpus = new ArrayList<>();
        String text = new String(stat, ISO_8859_1);
        for (int start = 0; start < text.length();) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (isCpuLine(text, start, end)) {
                cpus.add(parseLine(text.substring(start, end)));
            }
            start = end + 1;
        }
        if (cpus.isEmpty()) {
            throw new SamplingException("/proc/stat: no line cpu0, cpu1, ...");
        }
        return cpus;
    }

    private static boolean isCpuLine(String text, int start, int end) {
        return end - start > 3 && text.startsWith("cpu", start) && text.charAt(start + 3) != ' ';
    }

    private static CpuTicks parseLine(String line) throws SamplingException {
        String[] words = line.strip().split("[ \t]+", -1);
        if (words.length <= LEAST_FIELDS) {
            throw malformed(line);
        }
        long[] fields = new long[8];
        for (int i = 0; i < Math.min(fields.length, words.length - 1); i++) {
            fields[i] = number(words[i + 1], line);
        }
        int number = Math.toIntExact(Math.min(number(words[0].substring(3), line), Integer.MAX_VALUE));
        return new CpuTicks(number, fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6],
                fields[7]);
    }

    private static long number(String word, String line) throws SamplingException {
        if (word.isEmpty() || word.length() > MOST_DIGITS || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed(line);
        }
        return Long.parseLong(word);
    }

    private static SamplingException malformed(String line) {
        String shown = line.substring(0, Math.min(line.length(), 80)).replaceAll("[^ -~]", "?");
        return new SamplingException("/proc/stat: cannot understand the line '" + shown + "'");
    }

    /// What this CPU did between an earlier reading and this one. A field that went back counts as 0: idle and steal do
    /// so on some machines, and everything may after a suspend.
    Spent since(CpuTicks before) {
        long busy = advance(before.user, user) + advance(before.nice, nice) + advance(before.system, system)
                + advance(before.irq, irq) + advance(before.softIrq, softIrq) + advance(before.steal, steal);
        long resting = advance(before.idle, idle) + advance(before.ioWait, ioWait);
        return new Spent(busy, busy + resting);
    }

    private static long advance(long before, long after) {
        return Math.max(0, after - before);
    }

    /// Ticks of a window: busy ones (waiting for a disk is not busy) of all.
    record Spent(long busy, long total) {

        double percent() {
            return Percent.of(busy, total);
        }

        Spent plus(Spent other) {
            return new Spent(busy + other.busy, total + other.total);
        }
    }
}
