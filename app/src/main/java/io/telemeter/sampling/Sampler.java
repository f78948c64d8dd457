package io.telemeter.sampling;

import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// Measures this machine whenever it is asked.
///
/// A sensor that gives no answer within [#DEADLINE], for example because its file system is on a dead server, is
/// reported as unavailable; its thread is left behind, and it is asked again only after that thread came back. So one
/// hanging mount costs one thread and one deadline, once, and the other sensors go on.
///
/// For one caller at a time. Between samples one thread waits, until [#close()].
public final class Sampler implements AutoCloseable {

    /// How long one sensor may take.
    public static final Duration DEADLINE = Duration.ofSeconds(1);

    private final List<Sensor> sensors;
    private final Clock clock;
    private final SensorReader reader;
    private final AtomicBoolean sampling = new AtomicBoolean();
    private volatile boolean closed;

    /// The sensors of this system: `cpu`, `memory` and `disk /`.
    ///
    /// @throws SamplingException
    ///             if this is not Linux
    public static Sampler ofThisSystem() throws SamplingException {
        requireLinux(System.getProperty("os.name"));
        ProcFiles proc = ProcFiles.below(Path.of("/proc"));
        List<Sensor> sensors = List.of(
                new CpuUsage.Sensor(proc, Thread::sleep, System::nanoTime),
                new MemoryUsage.Sensor(proc),
                new DiskUsage.Sensor(new File("/")));
        return new Sampler(sensors, Clock.system(ZoneId.systemDefault()), DEADLINE);
    }

    static void requireLinux(String system) throws SamplingException {
        if (!system.equals("Linux")) {
            throw new SamplingException("cannot measure this machine: the sensors need Linux, and this is " + system);
        }
    }

    Sampler(List<Sensor> sensors, Clock clock, Duration deadline) {
        this.sensors = List.copyOf(sensors);
        this.clock = clock;
        this.reader = new SensorReader(clock, deadline);
        Set<String> names = new HashSet<>();
        for (Sensor sensor : sensors) {
            if (!names.add(sensor.name())) {
                throw new IllegalStateException("two sensors are called " + sensor.name());
            }
        }
    }

    List<Sensor> sensors() {
        return sensors;
    }

    /// Asks every sensor in turn. Takes 0.1 s for the CPU probe, and at most [#DEADLINE] for each sensor that is stuck
    /// for the first time.
    ///
    /// @throws InterruptedException
    ///             if the caller is interrupted while waiting
    /// @throws IllegalStateException
    ///             if another thread is sampling, or after [#close()]
    public SystemSample sample() throws InterruptedException {
        if (!sampling.compareAndSet(false, true)) {
            throw new IllegalStateException("a sample is being taken by another thread");
        }
        try {
            if (closed) {
                throw new IllegalStateException("the sampler is closed");
            }
            ZonedDateTime time = ZonedDateTime.now(clock);
            List<Reading> readings = new ArrayList<>();
            for (Sensor sensor : sensors) {
                readings.add(reader.read(sensor));
            }
            return new SystemSample(time, readings);
        } finally {
            sampling.set(false);
        }
    }

    /// Ends the thread of the sensors. May be called from any thread, more than once.
    @Override
    public void close() {
        closed = true;
        reader.stop();
    }
}
