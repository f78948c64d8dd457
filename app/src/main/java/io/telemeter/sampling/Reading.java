package io.telemeter.sampling;

import static java.util.Objects.requireNonNull;

/// What became of one sensor in one sample: a value, or the reason why there is none.
public sealed interface Reading {

    /// The sensor's name, unique in a sample: `cpu`, `memory`, `disk /`.
    String sensor();

    /// The sensor answered in time.
    record Measured(String sensor, Measurement value) implements Reading {
        public Measured {
            requireNonNull(sensor, "sensor");
            requireNonNull(value, "value");
        }
    }

    /// The sensor failed or is stuck; `reason` is one line for the user.
    record Unavailable(String sensor, String reason) implements Reading {
        public Unavailable {
            requireNonNull(sensor, "sensor");
            requireNonNull(reason, "reason");
        }
    }
}
