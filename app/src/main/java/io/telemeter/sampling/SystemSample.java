package io.telemeter.sampling;

import static java.util.Objects.requireNonNull;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/// The state of this machine at one moment.
///
/// @param time
///            when sampling began: wall clock of this machine, with its zone
/// @param readings
///            one per sensor, in the order of the sensor list
public record SystemSample(ZonedDateTime time, List<Reading> readings) {

    public SystemSample {
        requireNonNull(time, "time");
        readings = List.copyOf(readings);
    }

    /// The first measurement of that kind; empty if its sensor had no value this time, or if there is no such sensor.
    public <M extends Measurement> Optional<M> find(Class<M> kind) {
        for (Reading reading : readings) {
            if (reading instanceof Reading.Measured measured && kind.isInstance(measured.value())) {
                return Optional.of(kind.cast(measured.value()));
            }
        }
        return Optional.empty();
    }
}
