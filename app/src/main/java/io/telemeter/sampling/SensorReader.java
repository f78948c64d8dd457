package io.telemeter.sampling;

import static java.util.Objects.requireNonNull;

import io.telemeter.sampling.Reading.Measured;
import io.telemeter.sampling.Reading.Unavailable;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Reads sensors and waits only so long for each. Threads: one, and one more for every sensor that is stuck. For one
/// caller at a time; [#stop()] may come from any thread.
final class SensorReader {

    private static final System.Logger LOG = System.getLogger(SensorReader.class.getName());

    private final Clock clock;
    private final Duration deadline;
    private final Map<Sensor, Late> late = new HashMap<>();
    private final Set<Sensor> mistaken = new HashSet<>();
    private volatile @Nullable SensorThread thread;

    SensorReader(Clock clock, Duration deadline) {
        this.clock = clock;
        this.deadline = deadline;
    }

    /// Reads a sensor; one whose last reading has not come back yet is not asked.
    Reading read(Sensor sensor) throws InterruptedException {
        Late earlier = late.get(sensor);
        if (earlier != null && !earlier.reading.isDone()) {
            return new Unavailable(sensor.name(), "no answer since " + earlier.since);
        }
        // What a late reading found in the end is old, and not used.
        late.remove(sensor);
        LocalTime since = LocalTime.now(clock).withNano(0);
        SensorThread reader = thread();
        Future<Measurement> reading = reader.begin(sensor);
        try {
            return new Measured(sensor.name(), reading.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            return new Unavailable(sensor.name(), reason(sensor, requireNonNull(e.getCause())));
        } catch (TimeoutException e) {
            return new Unavailable(sensor.name(), "no answer within " + deadline.toMillis() + " ms");
        } finally {
            if (!reading.isDone()) {
                late.put(sensor, new Late(reading, since));
                reader.retire();
                thread = null;
            }
        }
    }

    private SensorThread thread() {
        SensorThread current = thread;
        if (current == null) {
            current = new SensorThread();
            thread = current;
        }
        return current;
    }

    private String reason(Sensor sensor, Throwable failure) {
        if (failure instanceof SamplingException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof Error error) {
            throw error;
        }
        // A mistake in one sensor must not take the others' numbers away, nor fill the log.
        if (mistaken.add(sensor)) {
            LOG.log(Level.WARNING, "a sensor failed in an unforeseen way sensor=" + sensor.name(), failure);
        }
        return "failed: " + failure;
    }

    /// Ends the waiting thread. A reading under way may be interrupted; one that hangs in the system cannot be.
    void stop() {
        SensorThread current = thread;
        if (current != null) {
            current.stop();
        }
    }

    /// A reading that was given up, and when it began.
    private record Late(Future<Measurement> reading, LocalTime since) {}
}
