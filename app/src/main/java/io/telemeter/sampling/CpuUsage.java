package io.telemeter.sampling;

import static java.util.Objects.requireNonNull;

import io.telemeter.sampling.CpuTicks.Spent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How busy the logical CPUs were.
///
/// The formula is that of `psutil.cpu_percent`: busy is everything but idle and waiting for a disk; what guests use
/// counts once; a counter that went back counts as unchanged; no ticks at all are 0.0 %. Ticks stay whole numbers until
/// the division, where psutil makes fractions of them first: only where the exact result lies half-way between two
/// decimals may the two differ.
///
/// @param totalPercent
///            the whole machine over the window: busy ticks of all CPUs by all their ticks
/// @param cores
///            every CPU that was online at both ends of the window
/// @param window
///            the time since the previous sample; for the first sample the probe's
/// @param probePercents
///            the last 0.1 s of this window, for the classic status text only: with 10 ticks in it a value is 10 points
///            coarse. By position, as psutil does it, so one CPU going on or off shifts the list
public record CpuUsage(double totalPercent, List<Core> cores, Duration window, List<Double> probePercents)
        implements Measurement {

    /// How long the probe looks.
    public static final Duration PROBE_WINDOW = Duration.ofMillis(100);

    /// One logical CPU.
    ///
    /// @param number
    ///            as the kernel counts, from 0; a number is missing while its CPU is offline
    public record Core(int number, double percent) {}

    public CpuUsage {
        cores = List.copyOf(cores);
        requireNonNull(window, "window");
        probePercents = List.copyOf(probePercents);
    }

    static CpuUsage of(List<CpuTicks> previous, List<CpuTicks> probe, List<CpuTicks> now, Duration window) {
        Map<Integer, CpuTicks> earlier = new HashMap<>();
        previous.forEach(cpu -> earlier.put(cpu.number(), cpu));
        List<Core> cores = new ArrayList<>();
        Spent machine = new Spent(0, 0);
        for (CpuTicks cpu : now) {
            CpuTicks before = earlier.get(cpu.number());
            if (before != null) {
                Spent spent = cpu.since(before);
                machine = machine.plus(spent);
                cores.add(new Core(cpu.number(), spent.percent()));
            }
        }
        return new CpuUsage(machine.percent(), cores, window, percents(probe, now));
    }

    /// The percentages of `psutil.cpu_percent(percpu=True)` between two readings: first line with first line and so on,
    /// the longer list cut.
    static List<Double> percents(List<CpuTicks> before, List<CpuTicks> after) {
        List<Double> percents = new ArrayList<>();
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            percents.add(after.get(i).since(before.get(i)).percent());
        }
        return percents;
    }

    /// Reads `/proc/stat` twice, 0.1 s apart, and remembers the second reading for the next time.
    static final class Sensor implements io.telemeter.sampling.Sensor {

        private final ProcFiles files;
        private final Pause pause;
        private final LongSupplier nanoTime;
        private @Nullable Moment previous;

        /// @param nanoTime
        ///            a clock that never goes back, such as [System#nanoTime()]
        Sensor(ProcFiles files, Pause pause, LongSupplier nanoTime) {
            this.files = files;
            this.pause = pause;
            this.nanoTime = nanoTime;
        }

        @Override
        public String name() {
            return "cpu";
        }

        @Override
        public CpuUsage read() throws SamplingException, InterruptedException {
            Moment probe = look();
            pause.sleep(PROBE_WINDOW);
            Moment now = look();
            Moment start = previous == null ? probe : previous;
            previous = now;
            return CpuUsage.of(start.cpus, probe.cpus, now.cpus, Duration.ofNanos(now.nanos - start.nanos));
        }

        private Moment look() throws SamplingException {
            List<CpuTicks> cpus = CpuTicks.parse(files.read("stat"));
            return new Moment(nanoTime.getAsLong(), cpus);
        }

        private record Moment(long nanos, List<CpuTicks> cpus) {}
    }
}
